-- Destinations at Meta, and the keys that clients of the gateway present.

create table dataset (
  number                    int generated always as identity unique,
  id                        text primary key check (id ~ '^[A-Za-z0-9_-]{1,64}$'),
  name                      text check (length(name) between 1 and 200),

  access_token_key_id       text,
  access_token_wrapped_key  bytea,
  access_token_envelope     bytea,
  app_secret_key_id         text,
  app_secret_wrapped_key    bytea,
  app_secret_envelope       bytea,

  wire                      text not null default 'conversions_api'
                            check (wire in ('conversions_api', 'offline_conversions_api')),
  api_version               text check (api_version ~ '^v\d{1,3}\.\d{1,3}$'),
  test_event_code           text,
  partner_agent             text,

  action_source             text not null default 'physical_store',
  data_processing           text not null default 'NONE' check (data_processing in ('NONE', 'LDU')),

  default_country           text check (default_country ~ '^[A-Z]{2}$'),
  date_order                text not null default 'MDY' check (date_order in ('MDY', 'DMY', 'YMD')),
  hash_external_id          boolean not null default true,

  blocked_reason            text,
  blocked_at                timestamptz,
  throttled_until           timestamptz,

  created_at                timestamptz not null default now(),
  changed_at                timestamptz not null default now(),

  constraint access_token_is_sealed_whole
    check (num_nulls(access_token_key_id, access_token_wrapped_key, access_token_envelope) in (0, 3)),
  constraint app_secret_is_sealed_whole
    check (num_nulls(app_secret_key_id, app_secret_wrapped_key, app_secret_envelope) in (0, 3)),
  constraint block_has_reason_and_time
    check ((blocked_reason is null) = (blocked_at is null))
);

comment on table dataset is 'A destination at Meta, with its token and settings';
comment on column dataset.number is 'What other tables refer to: 4 bytes where the id takes up to 64';
comment on column dataset.id is 'Meta''s dataset id';
comment on column dataset.access_token_key_id is 'The key of the gateway''s ring that wraps the data key';
comment on column dataset.access_token_envelope is 'Sealed for the place dataset/<id>/access_token';
comment on column dataset.app_secret_envelope is 'Sealed for the place dataset/<id>/app_secret';
comment on column dataset.api_version is 'Of the Graph API; null takes the gateway''s default';
comment on column dataset.test_event_code is 'Shows events under Test Events as well; Meta still counts them';
comment on column dataset.action_source is 'For events that do not say where they happened';
comment on column dataset.data_processing is 'For events that bring no data processing options: NONE or Limited Data Use';
comment on column dataset.default_country is 'ISO 3166-1 alpha-2, for telephone numbers and addresses without a country';
comment on column dataset.date_order is 'How dates of birth are written where that is not clear';
comment on column dataset.blocked_reason is 'What Meta refused the dataset for; nothing is sent until a human has changed it';
comment on column dataset.throttled_until is 'Nothing is sent before';

create table api_key (
  id           text primary key check (id ~ '^[a-z0-9]{1,32}$'),
  name         text not null check (length(name) between 1 and 200),
  secret_hash  bytea not null check (octet_length(secret_hash) = 32),
  scopes       text[] not null
               check (cardinality(scopes) > 0 and scopes <@ array['write', 'read', 'admin']),
  datasets     text[] check (cardinality(datasets) > 0),
  created_at   timestamptz not null default now(),
  expires_at   timestamptz
);

comment on table api_key is 'What a client presents to the gateway';
comment on column api_key.id is 'Public: the part of the key that it is found by';
-- A slow hash protects what people choose; 256 random bits cannot be guessed, and are checked on every request.
comment on column api_key.secret_hash is 'SHA-256 of the whole key, which is 256 random bits and therefore needs no slow hash';
comment on column api_key.datasets is 'The datasets it may be used for; null means all of them';
comment on column api_key.expires_at is 'Null means never';
