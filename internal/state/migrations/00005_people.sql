-- +goose Up
-- Who may come in, and who did. Secrets are hashes; the one of one-time codes
-- cannot be, because it must be computed with.

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  status TEXT NOT NULL,
  password TEXT NOT NULL,
  code_secret TEXT NOT NULL,
  code_step BIGINT NOT NULL,
  created_at TEXT NOT NULL
);

CREATE TABLE person_customer (
  person_id TEXT NOT NULL REFERENCES person (id),
  customer_id TEXT NOT NULL,
  PRIMARY KEY (person_id, customer_id)
);

CREATE TABLE recovery_code (
  person_id TEXT NOT NULL REFERENCES person (id),
  hash TEXT NOT NULL,
  PRIMARY KEY (person_id, hash)
);

CREATE TABLE invitation (
  hash TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id),
  expires_at TEXT NOT NULL
);

-- A session of nobody in particular is that of the local user.
CREATE TABLE session (
  hash TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  person_id TEXT REFERENCES person (id),
  created_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX session_person ON session (person_id);

-- Failed sign-ins of a name or an address, whether they exist or not.
CREATE TABLE throttle (
  subject TEXT PRIMARY KEY,
  failures BIGINT NOT NULL,
  failed_at TEXT NOT NULL,
  until_at TEXT NOT NULL
);

CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  outcome TEXT NOT NULL,
  address TEXT NOT NULL
);

-- +goose Down
DROP TABLE audit;
DROP TABLE throttle;
DROP TABLE session;
DROP TABLE invitation;
DROP TABLE recovery_code;
DROP TABLE person_customer;
DROP TABLE person;
