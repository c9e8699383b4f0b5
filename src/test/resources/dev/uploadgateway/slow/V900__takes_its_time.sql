-- longer than the gateway waits for the answer to a statement in this test
select pg_sleep(4);
