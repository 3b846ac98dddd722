-- +goose Up
-- Shares and accounts that customers pay themselves, as their files say them;
-- bodies are JSON that core/attribution reads.

CREATE TABLE share (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  position BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (batch_id, position)
);

CREATE TABLE influence (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  position BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (batch_id, position)
);

-- +goose Down
DROP TABLE influence;
DROP TABLE share;
