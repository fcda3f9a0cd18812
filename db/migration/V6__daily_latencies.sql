-- The response times of whole days, added up from hourly_figures so that reports over months need not open every hour's
-- buckets. A row holds as long as its latency_count is that of its hours, which only ever grows: one that a late result has
-- outdated is passed over by who reads, and is never wrong. Days begin at 00:00 UTC.
create table daily_latencies (
    gateway_id      bigint      not null,
    url_id          bigint      not null,
    protocol        varchar(5)  not null,
    day             timestamptz not null,
    latency_count   bigint      not null,
    bucket_indexes  smallint[]  not null,
    bucket_counts   bigint[]    not null,
    primary key (gateway_id, url_id, protocol, day)
);

create index daily_latencies_day on daily_latencies (day);
