-- +goose Up
-- What people and the matcher decide is a log that only grows: what holds now
-- is folded from it. Bodies are JSON that the owners of an area read.

CREATE TABLE decision (
  seq BIGINT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  area TEXT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX decision_area ON decision (area, seq);

-- Questions that wait for a person. money_order is the money as text that sorts
-- as the number does.
CREATE TABLE review (
  area TEXT NOT NULL,
  id TEXT NOT NULL,
  subject TEXT NOT NULL,
  candidate TEXT NOT NULL,
  probability TEXT NOT NULL,
  money TEXT NOT NULL,
  money_order TEXT NOT NULL,
  currency TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (area, id)
);
CREATE INDEX review_subject ON review (area, subject);
CREATE INDEX review_money ON review (area, money_order);

CREATE TABLE learned (
  area TEXT PRIMARY KEY,
  body TEXT NOT NULL
);

CREATE TABLE matched_batch (
  area TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  PRIMARY KEY (area, batch_id)
);

ALTER TABLE identifier ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE identifier ADD COLUMN confidence TEXT NOT NULL DEFAULT '0';

CREATE TABLE customer_parent (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  position BIGINT NOT NULL,
  customer_id TEXT NOT NULL,
  parent_id TEXT NOT NULL,
  role TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  PRIMARY KEY (batch_id, position)
);

-- +goose Down
DROP TABLE customer_parent;
ALTER TABLE identifier DROP COLUMN confidence;
ALTER TABLE identifier DROP COLUMN source;
DROP TABLE matched_batch;
DROP TABLE learned;
DROP TABLE review;
DROP TABLE decision;
