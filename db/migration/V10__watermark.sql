-- What is complete since when. Whoever drops rows, hours or days moves these times on in the same transaction, and every
-- read asks them: what lies before rows_since is read from hours, however much or little is found there. They never move
-- back, so that a longer retention shows what was dropped under the shorter one from hours. Before the year 1 there are no
-- results.
create table watermark (
    id           smallint    primary key default 1 check (id = 1),
    rows_since   timestamptz not null default '0001-01-01T00:00:00Z BC',        -- tests and responses, by observed_at
    hours_since  timestamptz not null default '0001-01-01T00:00:00Z BC',        -- hourly_figures
    days_since   timestamptz not null default '0001-01-01T00:00:00Z BC',        -- daily_figures have all days from here
    days_until   timestamptz not null default '0001-01-01T00:00:00Z BC'         -- to before this one; none where both are the same
);

insert into watermark (id) values (1);

-- A database that has dropped days already: its first partitions say where that ended.
update watermark set
    rows_since = coalesce((select min(right(c.relname, 8))::date::timestamp at time zone 'UTC'
                           from pg_inherits i join pg_class c on c.oid = i.inhrelid
                           where i.inhparent = 'http_test'::regclass and c.relname ~ '_[0-9]{8}$'), rows_since),
    hours_since = coalesce((select min(right(c.relname, 8))::date::timestamp at time zone 'UTC'
                            from pg_inherits i join pg_class c on c.oid = i.inhrelid
                            where i.inhparent = 'hourly_figures'::regclass and c.relname ~ '_[0-9]{8}$'), hours_since),
    days_since = coalesce((select from_day from summed_days), days_since),
    days_until = coalesce((select to_day from summed_days), days_until);

drop table summed_days;
