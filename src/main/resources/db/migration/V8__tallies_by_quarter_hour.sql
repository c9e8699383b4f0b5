-- What the reports count. Every zone of the world begins its hours on a quarter hour of UTC. Appends and settlements only
-- ever insert what they counted, so that none of them waits for another; what they inserted is folded into the tallies
-- moments later, and the reports add what is not folded yet.

create type tally_line as (
  event_quarter   int,
  upload_quarter  int,
  event_name      text,
  currency        text,
  events          bigint,
  duplicates      bigint,
  value           numeric,
  delay_seconds   numeric
);
comment on type tally_line is 'Events of one name and currency in one quarter hour (UTC, 900 seconds since 1970). Currency is ISO 4217, empty where the events have no value; value counts units of it; delay is from the conversion to its upload, summed.';

alter table batch add column content tally_line[];
comment on column batch.content is 'What the envelope holds, as the reports count it; null once delivered, and of batches from before this was kept.';

create table tally_change (
  dataset    int          not null,
  id         bigint       not null generated always as identity,
  upload_id  bigint       not null,
  change     text         not null check (change in ('accepted', 'delivered', 'quarantined', 'released', 'discarded')),
  lines      tally_line[] not null,
  primary key (dataset, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
comment on table tally_change is 'What was counted and is not folded into the tallies yet: some seconds'' worth.';

create table upload_tally (
  dataset     int     not null,
  upload_id   bigint  not null,
  event_name  text    not null,
  currency    text    not null,
  events      bigint  not null,
  value       numeric not null,
  primary key (dataset, upload_id, event_name, currency)
);
comment on table upload_tally is 'Accepted events of an upload.';

create table time_tally (
  dataset        int     not null,
  clock          text    not null check (clock in ('event', 'upload')),
  quarter        int     not null,
  event_name     text    not null,
  currency       text    not null,
  events         bigint  not null,
  duplicates     bigint  not null,
  value          numeric not null,
  delay_seconds  numeric not null,
  delivered      bigint,
  quarantined    bigint,
  discarded      bigint,
  primary key (dataset, clock, quarter, event_name, currency)
);
comment on table time_tally is 'What /stats sums up: all events once by the time of the conversion and once by that of its upload.';
comment on column time_tally.quarter is 'Quarter hours since 1970 (UTC).';
comment on column time_tally.delivered is 'Of the accepted events; null where some were counted before this was. Waiting = events - delivered - quarantined - discarded.';

-- Until now tallies were whole hours, and did not tell what became of the events: that is known where all were delivered.

insert into upload_tally (dataset, upload_id, event_name, currency, events, value)
select dataset, upload_id, event_name, currency, sum(events), sum(value)
from tally
group by dataset, upload_id, event_name, currency;

insert into time_tally (dataset, clock, quarter, event_name, currency, events, duplicates, value, delay_seconds,
                        delivered, quarantined, discarded)
select t.dataset, c.clock,
       extract(epoch from case c.clock when 'event' then t.event_hour else t.upload_hour end)::bigint / 900,
       t.event_name, t.currency, sum(t.events), sum(t.duplicates), sum(t.value), sum(t.delay_seconds),
       case when bool_and(u.accepted = u.delivered) then sum(t.events) end,
       case when bool_and(u.accepted = u.delivered) then 0 end,
       case when bool_and(u.accepted = u.delivered) then 0 end
from tally t
join upload u on u.dataset = t.dataset and u.id = t.upload_id
cross join (values ('event'), ('upload')) as c (clock)
group by 1, 2, 3, 4, 5;

drop table tally;
