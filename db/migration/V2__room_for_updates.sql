-- Rows that every settle updates get room beside them in their page, so that an update touches no index (HOT).
alter table target_totals set (fillfactor = 50);
alter table hourly_figures_default set (fillfactor = 70);

-- A million waiting tasks must not wait for a fifth of them to be dead before the dead ones are cleared away: a lease
-- reads from the front of the queue, where they lie.
alter table task set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

-- Lists of tasks by a state other than finished, and the oldest that waits.
drop index task_oldest_pending;
create index task_unfinished on task (state, registered_at desc, task_id) where state <> 'finished';
