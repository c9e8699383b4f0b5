-- The outbox. Events are immutable; state lives on the batch. Every table is keyed by dataset first, so that the schema can
-- be distributed by dataset when one server is outgrown. `dataset` is dataset.number, which is narrower than Meta's id.

create table upload (
  dataset         int         not null references dataset (number),
  id              bigint      not null generated always as identity,
  upload_tag      text        not null check (length(upload_tag) between 1 and 256),
  created_at      timestamptz not null,
  last_upload_at  timestamptz not null,
  event_time_min  bigint,
  event_time_max  bigint,
  accepted        bigint      not null default 0,
  duplicates      bigint      not null default 0,
  rejected        bigint      not null default 0,
  delivered       bigint      not null default 0,
  quarantined     bigint      not null default 0,
  calls           bigint      not null default 0,
  primary key (dataset, id),
  unique (dataset, upload_tag)
);
comment on table  upload is 'All that went to one dataset under one upload tag: a row of /uploads.';
comment on column upload.event_time_min is 'Unix seconds, of accepted events; null while there are none.';
comment on column upload.accepted is 'New events, each counted once; waiting = accepted - delivered - quarantined.';
comment on column upload.duplicates is 'Events that came again and were not stored.';
comment on column upload.rejected is 'Events refused at intake beside accepted ones.';
comment on column upload.calls is 'Calls to Meta, answered or not, those that found no connection among them.';

create sequence batch_id increment by 64;
comment on sequence batch_id is 'Handed out in ranges of 64, so that an append knows its id before it writes.';

create table batch (
  dataset       int         not null,
  id            bigint      not null,
  upload_id     bigint      not null,
  namespace_id  text,
  state         text        not null check (state in ('pending', 'delivered', 'quarantined')),
  events        int         not null check (events between 1 and 1000),
  accepted_at   timestamptz not null,
  deadline      timestamptz not null,
  due_at        timestamptz not null,
  lease         uuid,
  attempts      int         not null default 0,
  alone         boolean     not null default false,
  wire          text        check (wire in ('conversions_api', 'offline_conversions_api')),
  first_sent_at timestamptz,
  reason_code   text,
  reason        text,
  call_id       bigint,
  settled_at    timestamptz,
  seal_key_id   text,
  data_key      bytea,
  envelope      bytea,
  primary key (dataset, id),
  foreign key (dataset, upload_id) references upload (dataset, id),
  constraint personal_data_ends_with_delivery
    check ((state = 'delivered') = (envelope is null) and (envelope is null) = (data_key is null)),
  constraint quarantine_has_a_reason
    check (state <> 'quarantined' or reason_code is not null)
) with (fillfactor = 70);
comment on table  batch is 'At most 1,000 events of one upload in one sealed envelope: the unit that is claimed, delivered, retried and erased.';
comment on column batch.namespace_id is 'Scope of external ids; holds for a whole call.';
comment on column batch.deadline is 'From here on Meta refuses the oldest of the events.';
comment on column batch.due_at is 'Not to be claimed before. A claim pushes it one lease ahead, so what a crashed node held falls due again.';
comment on column batch.lease is 'The claim that holds it; only its holder settles it.';
comment on column batch.attempts is 'Calls that were sent and deferred; what was not sent is no attempt.';
comment on column batch.alone is 'Goes in a call of its own: half of a call that Meta refused without naming the event.';
comment on column batch.wire is 'Null while the envelope holds raw events; the dialect of the frozen bytes once a call may have reached Meta.';
comment on column batch.first_sent_at is 'The first call whose outcome is unknown; Meta recognises a repeat for seven days.';
alter table batch alter column envelope set storage external; -- compressed before it was sealed

create index batch_by_deadline on batch (dataset, deadline, id) where state = 'pending';
create index batch_by_upload on batch (dataset, upload_id, deadline, id) where state = 'pending';
create index batch_quarantined on batch (dataset, id) where state = 'quarantined';

create table event_key (
  dataset    int    not null,
  event_day  date   not null,
  event_key  uuid   not null,
  batch_id   bigint not null,
  order_hash bigint,
  primary key (dataset, event_day, event_key)
) partition by range (event_day);
comment on table  event_key is 'What tells a new event from a repeated one, and where its batch is. A partition a day (UTC), made ahead and dropped when Meta refuses events that old.';
comment on column event_key.order_hash is 'Only where the event has an id of its own; other keys begin with the hash of their order.';
create index event_key_by_order on event_key (dataset, order_hash) where order_hash is not null;

create table tally (
  dataset       int         not null,
  upload_id     bigint      not null,
  event_hour    timestamptz not null,
  upload_hour   timestamptz not null,
  event_name    text        not null,
  currency      text        not null,
  events        bigint      not null,
  duplicates    bigint      not null,
  value         numeric     not null,
  delay_seconds numeric     not null,
  primary key (dataset, event_hour, event_name, upload_hour, currency, upload_id)
);
comment on table  tally is 'What /stats sums up: written with the batch, so that no report opens an envelope.';
comment on column tally.currency is 'ISO 4217, empty where the events have no value.';
comment on column tally.value is 'Sum over the accepted events, in units of the currency.';
comment on column tally.delay_seconds is 'Sum over the accepted events of the time from the conversion to its upload.';

create table call (
  dataset     int         not null,
  id          bigint      not null generated always as identity,
  upload_id   bigint      not null,
  started_at  timestamptz not null,
  millis      int         not null,
  events      int         not null,
  bytes       bigint      not null,
  outcome     text        not null check (outcome in ('accepted', 'deferred', 'throttled', 'refused', 'blocked')),
  http_status int,
  code        int,
  subcode     int,
  fbtrace_id  text,
  message     text,
  primary key (dataset, id),
  foreign key (dataset, upload_id) references upload (dataset, id)
);
comment on table  call is 'One POST to Meta: the audit trail.';
comment on column call.message is 'Meta''s words, or why there were none.';
create index call_by_upload on call (dataset, upload_id, id);
