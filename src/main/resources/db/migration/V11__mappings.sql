-- What people said about the columns of their files, under a name: the file of every week is read like the first.

create table mapping (
  dataset     int         not null references dataset (number) on delete cascade,
  name        text        not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  mapping     jsonb       not null,
  changed_at  timestamptz not null,
  primary key (dataset, name)
);
comment on table mapping is 'What the columns of a file are, how its numbers and times are written, and what it lacks; nothing of a customer.';
