-- +goose Up
-- Records of the partner's pipeline, as their files say them: of a change feed
-- every change, of which core folds what holds. The body is the opportunity as
-- JSON: nothing is asked of it in SQL.

CREATE TABLE opportunity (
  batch_id TEXT NOT NULL REFERENCES batch (id),
  position BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (batch_id, position)
);

-- +goose Down
DROP TABLE opportunity;
