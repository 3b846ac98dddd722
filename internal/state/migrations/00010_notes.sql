-- +goose Up
-- What people write about a customer, under the id that it had then. An edition
-- is never changed: editing adds one, deleting adds an empty one.

CREATE TABLE note (
  id TEXT PRIMARY KEY,
  customer_id TEXT NOT NULL
);
CREATE INDEX note_customer ON note (customer_id);

CREATE TABLE note_edition (
  note_id TEXT NOT NULL REFERENCES note (id),
  number BIGINT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (note_id, number)
);

-- When an area's last run began, and who started it; matched_batch has what it saw.
CREATE TABLE last_run (
  area TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL
);

-- +goose Down
DROP TABLE last_run;
DROP TABLE note_edition;
DROP TABLE note;
