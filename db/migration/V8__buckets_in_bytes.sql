-- The buckets of an hour in one value, as PackedBuckets says; the arrays stay for the release before, and for hours that it
-- added to: there the value's counts are fewer than latency_count, and readers take the arrays.
alter table hourly_figures add column buckets bytea;
