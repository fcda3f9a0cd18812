-- hourly_figures added up by whole UTC days, so that months need not open every hour. A day has what its hours have: whoever
-- stores a result in a day that was added up adds it up anew, in the same transaction. It takes the place of
-- daily_latencies, which the release before still reads and fills; a later one drops it.
create table daily_figures (
    gateway_id            bigint           not null,
    url_id                bigint           not null,
    protocol              varchar(5)       not null,
    day                   timestamptz      not null,
    last_stored_at        timestamptz      not null,
    successful_tests      bigint           not null,
    partial_tests         bigint           not null,
    failed_tests          bigint           not null,
    rated_tests           bigint           not null,
    success_rate_sum      double precision not null,
    requests_sent         bigint           not null,
    responses_received    bigint           not null,
    response_bytes        bigint           not null,
    rated_bytes           bigint           not null,
    rated_millis          double precision not null,
    latency_count         bigint           not null,
    latency_sum_millis    double precision not null,
    latency_minimum_millis double precision,
    latency_maximum_millis double precision,
    buckets               bytea            not null,
    tested_hours          bigint           not null,
    successful_hours      bigint           not null,
    worst_hour            timestamptz,                            -- the first of the lowest success rate
    worst_success_rate    double precision,
    worst_tests           bigint,
    primary key (gateway_id, url_id, protocol, day)
);

create index daily_figures_day on daily_figures (day);

-- One row, once any day was added up: all days from from_day to before to_day were, those without a test included.
create table summed_days (
    id           smallint    primary key default 1 check (id = 1),
    from_day     timestamptz not null,
    to_day       timestamptz not null,
    checked_day  timestamptz not null                             -- the last that was compared with its hours again
);
