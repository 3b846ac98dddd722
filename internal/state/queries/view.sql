-- name: InsertView :exec
INSERT INTO saved_view (id, owner, name, query, team, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: UpdateView :exec
UPDATE saved_view SET name = $2, team = $3 WHERE id = $1;

-- name: FindView :many
SELECT * FROM saved_view WHERE id = $1;

-- name: ListViews :many
SELECT * FROM saved_view ORDER BY name, owner, id;

-- name: DeleteView :exec
DELETE FROM saved_view WHERE id = $1;

-- name: InsertShareLink :exec
INSERT INTO share_link (id, hash, maker, title, query, currency, exports, limited, created_at, expires_at, revoked_at, opened_at, opened_from, openings)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '', 0);

-- name: InsertShareLinkCustomer :exec
INSERT INTO share_link_customer (link_id, customer_id) VALUES ($1, $2);

-- name: ListShareLinkCustomers :many
SELECT customer_id FROM share_link_customer WHERE link_id = $1 ORDER BY customer_id;

-- name: FindShareLink :many
SELECT * FROM share_link WHERE hash = $1;

-- name: ListShareLinks :many
SELECT * FROM share_link WHERE revoked_at = '' AND expires_at > $1 ORDER BY created_at DESC, id;

-- name: RevokeShareLink :execrows
UPDATE share_link SET revoked_at = $2 WHERE id = $1 AND revoked_at = '';

-- name: OpenShareLink :exec
UPDATE share_link SET opened_at = $2, opened_from = $3, openings = openings + 1 WHERE id = $1;

-- name: FindLastVisit :many
SELECT * FROM last_visit WHERE actor = $1;

-- name: SaveLastVisit :exec
INSERT INTO last_visit (actor, seen_at, seen, before_at, before_seen) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (actor) DO UPDATE SET seen_at = excluded.seen_at, seen = excluded.seen, before_at = excluded.before_at, before_seen = excluded.before_seen;
