-- Limited Data Use by the state that the customer lives in.

alter table dataset drop constraint dataset_data_processing_check;
alter table dataset add constraint dataset_data_processing_check
  check (data_processing in ('NONE', 'LDU', 'LDU_BY_STATE'));

comment on column dataset.data_processing is
  'For events that bring no data processing options: NONE, LDU (all are limited) or LDU_BY_STATE (by the customer''s US state)';
