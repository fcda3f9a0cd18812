-- A response and its test are written by one COPY each in one transaction, and dropped or deleted in one. The key looked up
-- the test of every response, which took ten times as long as storing both without it, and made every partition dearer to
-- make and to drop.
alter table response_sample drop constraint response_sample_gateway_id_observed_at_task_id_fkey;
