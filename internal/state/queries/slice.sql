-- name: InsertSlice :exec
INSERT INTO slice (batch_id, kind, source, billing_period, currency, row_count, billed, effective, list, contracted, rounding, rollup_path, live, replaced_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: ListSlices :many
SELECT * FROM slice WHERE batch_id = $1 ORDER BY source, billing_period, currency;

-- name: ListLiveSlices :many
SELECT slice.*, batch.side, batch.format FROM slice JOIN batch ON batch.id = slice.batch_id
WHERE slice.kind = $1 AND slice.live ORDER BY slice.source, slice.billing_period, slice.currency, slice.batch_id;

-- name: ListLiveSlicesOf :many
SELECT * FROM slice WHERE kind = $1 AND live AND source = $2 AND billing_period = $3 ORDER BY batch_id, currency;

-- name: ReplaceSlices :exec
UPDATE slice SET live = FALSE, replaced_by = $4
WHERE kind = $1 AND live AND source = $2 AND billing_period = $3 AND batch_id <> $4;

-- name: CountLiveSlices :one
SELECT count(*) FROM slice WHERE batch_id = $1 AND live;

-- name: EndSlices :exec
UPDATE slice SET live = FALSE WHERE batch_id = $1;

-- name: ListSlicesReplacedBy :many
SELECT * FROM slice WHERE replaced_by = $1 ORDER BY batch_id, source, billing_period, currency;

-- name: RestoreSlice :exec
UPDATE slice SET live = $5, replaced_by = $6
WHERE batch_id = $1 AND source = $2 AND billing_period = $3 AND currency = $4;
