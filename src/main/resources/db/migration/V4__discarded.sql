-- What people take out of quarantine for good.

alter table upload add column discarded bigint not null default 0;

comment on column upload.discarded is 'Events that somebody discarded from quarantine; their rows and keys are gone, and posted again they are new.';
comment on column upload.accepted is 'New events, each counted once; waiting = accepted - delivered - quarantined - discarded.';
