-- Every call that carried a batch, for the life of a receipt. Nearly every batch is delivered by its first call: so the last
-- one stays where it was, and only further ones write more.

alter table batch add column earlier_calls bigint[] check (cardinality(earlier_calls) > 0);
alter table batch add column accepted_until timestamptz check (accepted_until > accepted_at);

comment on column batch.call_id is 'The last call that carried it; its delivery, if it is delivered.';
comment on column batch.earlier_calls is 'The calls before the last, in their order; null while there are none.';
comment on column batch.accepted_until is 'Of events from several batches whose call was taken apart: when the last of them was accepted. Null where all came at accepted_at.';
