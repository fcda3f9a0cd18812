-- A lease is a time of its own, which no index has: to lease a task then touches none of its five (HOT), where there is
-- room beside it in its page.
alter table task add column lease_until timestamptz not null default '-infinity';
alter table task set (fillfactor = 60);
