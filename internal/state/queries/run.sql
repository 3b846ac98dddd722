-- name: SaveRun :exec
INSERT INTO last_run (area, at, actor) VALUES ($1, $2, $3)
ON CONFLICT (area) DO UPDATE SET at = excluded.at, actor = excluded.actor;

-- name: FindRun :many
SELECT * FROM last_run WHERE area = $1;

-- name: DeleteRunBatches :exec
DELETE FROM matched_batch WHERE area = $1;

-- name: InsertRunBatch :exec
INSERT INTO matched_batch (area, batch_id) VALUES ($1, $2);

-- name: ListRunBatches :many
SELECT * FROM matched_batch WHERE area = $1 ORDER BY batch_id;
