-- What clients that number the rows of their uploads have said of them ("progress" of the Offline Conversions API).

create table upload_progress (
  dataset          int         not null,
  upload_id        bigint      not null,
  start_inclusive  bigint      not null check (start_inclusive >= 0),
  end_exclusive    bigint      not null,
  recorded_at      timestamptz not null,
  primary key (dataset, upload_id, start_inclusive),
  foreign key (dataset, upload_id) references upload (dataset, id),
  check (end_exclusive > start_inclusive)
);
comment on table upload_progress is 'Ranges of a client''s rows that were stored, in the transaction of their events; no two of an upload overlap.';

create index upload_by_id on upload (id); -- who asks for an upload by its id alone names no dataset
