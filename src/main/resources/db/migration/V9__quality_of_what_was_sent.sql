-- With what Meta can match the events it was sent, and how old they were then: counted where match keys are made, recorded
-- with the delivery, and folded like the tallies.

create type quality_line as (
  event_name  text,
  kind        text,
  item        text,
  events      bigint
);
comment on type quality_line is 'Delivered events of one name and one day (UTC) that have something in common. Kinds: all; key, with the name of a match key that was sent, or em|ph for those with either; drop, with a field and the reason why its value was not sent; delay, with the number n of a delay of 1.2^n to 1.2^(n+1) seconds from the conversion to its delivery.';

create table quality_change (
  dataset    int            not null,
  id         bigint         not null generated always as identity,
  upload_id  bigint         not null,
  day        date           not null,
  lines      quality_line[] not null,
  primary key (dataset, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
comment on table quality_change is 'What was counted and is not folded yet: some seconds'' worth.';
comment on column quality_change.day is 'Of the delivery (UTC).';

create table quality (
  dataset     int    not null,
  level       text   not null check (level in ('names', 'uploads', 'both')),
  upload_id   bigint not null,
  day         date   not null,
  event_name  text   not null,
  kind        text   not null check (kind in ('all', 'key', 'drop', 'delay')),
  item        text   not null,
  events      bigint not null,
  primary key (dataset, level, upload_id, day, event_name, kind, item),
  check ((level = 'names') = (upload_id = 0) and (level = 'uploads') = (event_name = ''))
) partition by list (level);
comment on table quality is 'What /quality sums up: everything three times, so that no question has to read all of it.';
comment on column quality.level is 'names: of all uploads by name; uploads: of all names by upload; both: by both.';

create table quality_names partition of quality for values in ('names');
create table quality_uploads partition of quality for values in ('uploads');
create table quality_both partition of quality for values in ('both');
