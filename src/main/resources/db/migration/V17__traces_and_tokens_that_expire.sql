alter table batch add column traceparent text check (length(traceparent) = 55);
comment on column batch.traceparent is 'The append that stored it, or the request, as the W3C''s Trace Context writes it; null where nobody follows it.';

alter table dataset add column token_expires_at timestamptz;
comment on column dataset.token_expires_at is 'When Meta takes the access token no longer, as whoever put it says; null where nobody knows, or it has no end.';
