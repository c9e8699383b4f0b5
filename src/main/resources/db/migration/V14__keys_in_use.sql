-- Api keys: how fast, how lately, and instead of which.

alter table api_key
  add column requests_per_second  int  check (requests_per_second between 1 and 100000),
  add column last_used_at         timestamptz,
  add column replaces             text;
comment on column api_key.requests_per_second is 'The most that each replica lets in with it; null means any number.';
comment on column api_key.last_used_at is 'Late by up to a minute, and never written while somebody waits.';
comment on column api_key.replaces is 'The key that it is the rotation of; no reference, as that one is deleted some day.';
