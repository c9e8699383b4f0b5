-- Who did what: keys, datasets, quarantine, files, erasures, and what was administered at Meta.

create table audit (
  id       bigint       generated always as identity primary key,
  at       timestamptz  not null default clock_timestamp(),
  who      text         not null check (length(who) between 1 and 300),
  what     text         not null check (what ~ '^[a-z_]{1,60}$'),
  dataset  text         check (length(dataset) between 1 and 64),
  target   text         check (length(target) between 1 and 100),
  details  jsonb        not null default '{}' check (jsonb_typeof(details) = 'object')
);
comment on table  audit is 'Append-only: a row is never changed, and not removed before it is 30 days old.';
comment on column audit.who is 'The public id of an api key, "admin key", "oidc:" or "jwt:" and a name of the issuer''s, or "gateway".';
comment on column audit.dataset is 'Its id at Meta and no reference, as what was done outlives the dataset.';
comment on column audit.target is 'The id of what it was done to.';
comment on column audit.details is 'Names of fields, counts and ids. Nothing of a customer''s, and no secret.';
create index audit_by_age on audit (at);
create index audit_by_dataset on audit (dataset, id) where dataset is not null;

-- Holds against mistakes, and against SQL that somebody makes the gateway run. It does not hold against the owner of
-- the table, who can drop the triggers: who wants that owns the schema with a role that the gateway does not log in as.
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.at < now() - interval '30 days' then
      return old; -- retention: gateway.audit.retention is 30 days or more
    end if;
  end if;
  raise exception 'audit is append-only: % is refused', lower(tg_op) using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_rows_stay before update or delete on audit
  for each row execute function audit_is_append_only();
create trigger audit_stays before truncate on audit
  for each statement execute function audit_is_append_only();
