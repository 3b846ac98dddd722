-- +goose Up
-- What the partner set out to do. An edition is never changed: changing a move
-- adds one, with the whole move as it is then.

CREATE TABLE move (
  id TEXT PRIMARY KEY,
  origin TEXT -- what it was proposed from, once; NULL for what was written by hand
);
CREATE UNIQUE INDEX move_origin ON move (origin);

CREATE TABLE move_edition (
  move_id TEXT NOT NULL REFERENCES move (id),
  number BIGINT NOT NULL,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (move_id, number)
);

-- +goose Down
DROP TABLE move_edition;
DROP TABLE move;
