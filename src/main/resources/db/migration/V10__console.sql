-- The console's sessions, so that any replica knows who is logged in; and what its overview asks for.

create table console_session (
  primary_id             char(36)     primary key,
  session_id             char(36)     not null unique,
  creation_time          bigint       not null,
  last_access_time       bigint       not null,
  max_inactive_interval  int          not null,
  expiry_time            bigint       not null,
  principal_name         varchar(100)
);
create index console_session_by_expiry on console_session (expiry_time);
comment on table  console_session is 'Who is logged in to the console. Names and types are those of Spring Session.';
comment on column console_session.session_id is 'What the cookie holds.';
comment on column console_session.creation_time is 'Unix milliseconds, as all times here.';
comment on column console_session.max_inactive_interval is 'Seconds.';

create table console_session_attributes (
  session_primary_id  char(36)     not null references console_session on delete cascade,
  attribute_name      varchar(200) not null,
  attribute_bytes     bytea        not null,
  primary key (session_primary_id, attribute_name)
);
comment on table console_session_attributes is 'The public id of the key that somebody logged in with, as text; never a key.';

create index batch_by_age on batch (dataset, accepted_at) where state = 'pending';
create index call_by_time on call (dataset, started_at);
