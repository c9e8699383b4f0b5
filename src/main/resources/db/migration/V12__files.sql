-- Files of events that are worked off in the background: stored sealed, piece by piece, so that any replica can go on with them.

create table file (
  dataset     int         not null references dataset (number),
  id          bigint      not null generated always as identity,
  name        text        not null check (length(name) between 1 and 200),
  state       text        not null check (state in ('receiving', 'ready', 'running', 'done', 'cancelled', 'failed')),
  bytes       bigint      not null default 0,
  charset     text,
  delimiter   text,
  rows_total  bigint      not null default 0,
  upload_tag  text        check (length(upload_tag) between 1 and 256),
  mapping     jsonb,
  rows_done   bigint      not null default 0,
  accepted    bigint      not null default 0,
  duplicates  bigint      not null default 0,
  rejected    bigint      not null default 0,
  failure     text,
  created_at  timestamptz not null,
  started_at  timestamptz,
  ended_at    timestamptz,
  changed_at  timestamptz not null,
  due_at      timestamptz,
  lease       uuid,
  primary key (dataset, id),
  constraint what_runs_has_an_upload_a_mapping_and_a_due_time
    check (state <> 'running' or num_nulls(upload_tag, mapping, started_at, due_at) = 0)
);
comment on table  file is 'A file of events: received, looked at, then worked off in the background.';
comment on column file.rows_total is 'Rows received that are not blank, without the names of the columns; complete once the state is past receiving.';
comment on column file.mapping is 'How it is understood, column by column, from its start on.';
comment on column file.due_at is 'Not to be claimed before. A claim pushes it one lease ahead, so what a crashed node worked on falls due again.';
comment on column file.lease is 'The claim that holds it; only its holder records progress.';
create index file_running on file (dataset, due_at) where state = 'running';

create table file_piece (
  dataset      int    not null,
  file_id      bigint not null,
  kind         text   not null check (kind in ('names', 'rows', 'refused')),
  number       int    not null,
  rows         int    not null,
  seal_key_id  text   not null,
  data_key     bytea  not null,
  envelope     bytea  not null,
  primary key (dataset, file_id, kind, number),
  foreign key (dataset, file_id) references file (dataset, id) on delete cascade
);
comment on table  file_piece is 'About a megabyte of rows in one sealed envelope. Rows are deleted in the transaction that stores their events.';
comment on column file_piece.kind is 'The names of the columns; rows still to be worked off; rows that were refused, with the reason.';
alter table file_piece alter column envelope set storage external; -- compressed before it was sealed

create table file_error (
  dataset  int    not null,
  file_id  bigint not null,
  code     text   not null,
  rows     bigint not null,
  primary key (dataset, file_id, code),
  foreign key (dataset, file_id) references file (dataset, id) on delete cascade
);
comment on table file_error is 'How many rows of a file were refused for what; a row may be refused for several reasons.';
