-- +goose Up
-- Views that people keep under a name, links that open a view to who has no
-- account, and what somebody saw when they were here last. A view is the query
-- of its address.

CREATE TABLE saved_view (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  team BOOLEAN NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (owner, name)
);

-- The secret of a link is kept as its hash. An empty instant is one that has not
-- come yet.
CREATE TABLE share_link (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  maker TEXT NOT NULL,
  title TEXT NOT NULL,
  query TEXT NOT NULL,
  currency TEXT NOT NULL,
  exports BOOLEAN NOT NULL,
  limited BOOLEAN NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  opened_from TEXT NOT NULL,
  openings BIGINT NOT NULL
);

-- Whose figures a limited link shows at most: the maker's customers of that day.
CREATE TABLE share_link_customer (
  link_id TEXT NOT NULL REFERENCES share_link (id),
  customer_id TEXT NOT NULL,
  PRIMARY KEY (link_id, customer_id)
);

-- One row per person: when they were here last, with the figures they saw, and
-- the same of the visit before.
CREATE TABLE last_visit (
  actor TEXT PRIMARY KEY,
  seen_at TEXT NOT NULL,
  seen TEXT NOT NULL,
  before_at TEXT NOT NULL,
  before_seen TEXT NOT NULL
);

-- +goose Down
DROP TABLE last_visit;
DROP TABLE share_link_customer;
DROP TABLE share_link;
DROP TABLE saved_view;
