-- +goose Up
-- One schema for SQLite and PostgreSQL: text for ids, decimals and instants
-- (RFC 3339, UTC), bigint for counts. Money is never a float and never a
-- database number, because SQLite has no exact one.

CREATE TABLE batch (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  source TEXT NOT NULL,
  format TEXT NOT NULL,
  version TEXT NOT NULL,
  side TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  rejected BIGINT NOT NULL,
  reject_file TEXT NOT NULL,
  replaced_by TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX batch_fingerprint ON batch (kind, fingerprint);
CREATE INDEX batch_replaced_by ON batch (replaced_by);

CREATE TABLE batch_file (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  ordinal BIGINT NOT NULL,
  path TEXT NOT NULL,
  member TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  row_count BIGINT NOT NULL,
  first_row BIGINT NOT NULL,
  lake_path TEXT NOT NULL,
  extra_path TEXT NOT NULL,
  PRIMARY KEY (batch_id, ordinal)
);
CREATE INDEX batch_file_sha256 ON batch_file (sha256);
CREATE INDEX batch_file_size ON batch_file (size_bytes);

CREATE TABLE slice (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  billing_period TEXT NOT NULL,
  currency TEXT NOT NULL,
  row_count BIGINT NOT NULL,
  billed TEXT NOT NULL,
  effective TEXT NOT NULL,
  list TEXT NOT NULL,
  contracted TEXT NOT NULL,
  rounding TEXT NOT NULL,
  rollup_path TEXT NOT NULL,
  live BOOLEAN NOT NULL,
  replaced_by TEXT NOT NULL,
  PRIMARY KEY (batch_id, source, billing_period, currency)
);
CREATE INDEX slice_live ON slice (kind, live, source, billing_period);
CREATE INDEX slice_replaced_by ON slice (replaced_by);

CREATE TABLE rate (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  day TEXT NOT NULL,
  base TEXT NOT NULL,
  quote TEXT NOT NULL,
  value TEXT NOT NULL,
  source TEXT NOT NULL
);
CREATE INDEX rate_quote ON rate (quote, batch_id, day);
CREATE INDEX rate_base ON rate (base, batch_id, day);

CREATE TABLE customer (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  position BIGINT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  segment TEXT NOT NULL,
  industry TEXT NOT NULL,
  country TEXT NOT NULL,
  internal BOOLEAN NOT NULL,
  PRIMARY KEY (batch_id, id)
);

CREATE TABLE identifier (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  position BIGINT NOT NULL,
  customer_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  PRIMARY KEY (batch_id, position)
);

CREATE TABLE category_rule (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  position BIGINT NOT NULL,
  id TEXT NOT NULL,
  field TEXT NOT NULL,
  equals_text TEXT NOT NULL,
  contains_text TEXT NOT NULL,
  pattern TEXT NOT NULL,
  nature TEXT NOT NULL,
  weights TEXT NOT NULL,
  PRIMARY KEY (batch_id, position)
);

CREATE TABLE question (
  id TEXT PRIMARY KEY,
  body TEXT NOT NULL,
  asked_at TEXT NOT NULL
);

-- +goose Down
DROP TABLE question;
DROP TABLE category_rule;
DROP TABLE identifier;
DROP TABLE customer;
DROP TABLE rate;
DROP TABLE slice;
DROP TABLE batch_file;
DROP TABLE batch;
