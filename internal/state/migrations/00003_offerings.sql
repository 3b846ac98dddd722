-- +goose Up
-- The catalogue of what the partner sells. The body is the offering as JSON:
-- nothing is asked of it in SQL.

CREATE TABLE offering (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  position BIGINT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (batch_id, id)
);

-- +goose Down
DROP TABLE offering;
