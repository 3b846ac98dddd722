-- name: InsertMove :exec
INSERT INTO move (id, origin) VALUES ($1, $2);

-- name: InsertMoveEdition :exec
INSERT INTO move_edition (move_id, number, at, actor, body) VALUES ($1, $2, $3, $4, $5);

-- name: ListMoves :many
SELECT e.* FROM move_edition e
JOIN (SELECT move_id, max(number) AS number FROM move_edition GROUP BY move_id) last
  ON last.move_id = e.move_id AND last.number = e.number
ORDER BY e.move_id;

-- name: ListMoveEditions :many
SELECT * FROM move_edition WHERE move_id = $1 ORDER BY number;
