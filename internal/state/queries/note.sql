-- name: InsertNote :exec
INSERT INTO note (id, customer_id) VALUES ($1, $2);

-- name: InsertNoteEdition :exec
INSERT INTO note_edition (note_id, number, at, actor, body) VALUES ($1, $2, $3, $4, $5);

-- name: ListNotes :many
SELECT * FROM note WHERE customer_id = $1 ORDER BY id;

-- name: FindNote :many
SELECT * FROM note WHERE id = $1;

-- name: ListNoteEditions :many
SELECT * FROM note_edition WHERE note_id = $1 ORDER BY number;

-- name: CountNotes :one
SELECT count(*) FROM note WHERE customer_id = $1;
