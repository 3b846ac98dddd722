-- name: InsertBatch :exec
INSERT INTO batch (id, kind, status, source, format, version, side, fingerprint, imported_at, rejected, reject_file, replaced_by, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: InsertBatchFile :exec
INSERT INTO batch_file (batch_id, ordinal, path, member, sha256, size_bytes, row_count, first_row, lake_path, extra_path)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: FindBatch :one
SELECT * FROM batch WHERE id = $1;

-- name: ListBatches :many
SELECT * FROM batch ORDER BY id;

-- name: FindLiveBatchByFingerprint :many
SELECT * FROM batch WHERE kind = $1 AND fingerprint = $2 AND status = 'live' ORDER BY id;

-- name: ListLiveIDs :many
SELECT id, kind FROM batch WHERE status = 'live' ORDER BY id;

-- name: ListBatchStatuses :many
SELECT id, status FROM batch ORDER BY id;

-- name: ListLiveBatches :many
SELECT * FROM batch WHERE kind = $1 AND status = 'live' ORDER BY id;

-- name: ListBatchFiles :many
SELECT * FROM batch_file WHERE batch_id = $1 ORDER BY ordinal;

-- name: CountFilesOfSize :one
SELECT count(*) FROM batch_file WHERE size_bytes = $1;

-- name: FindLiveFilesByHash :many
SELECT batch_file.* FROM batch_file JOIN batch ON batch.id = batch_file.batch_id
WHERE batch_file.sha256 = $1 AND batch.kind = $2 AND batch.status = 'live' ORDER BY batch_file.batch_id;

-- name: SetBatchStatus :exec
UPDATE batch SET status = $2 WHERE id = $1;

-- name: ListBatchesReplacedBy :many
SELECT * FROM batch WHERE replaced_by = $1 ORDER BY id;

-- name: SetBatchReplaced :exec
UPDATE batch SET status = $2, replaced_by = $3 WHERE id = $1;
