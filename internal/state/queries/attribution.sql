-- name: InsertShare :exec
INSERT INTO share (batch_id, position, body) VALUES ($1, $2, $3);

-- name: ListShares :many
SELECT share.* FROM share JOIN batch ON batch.id = share.batch_id
WHERE batch.status = 'live' ORDER BY share.batch_id, share.position;

-- name: InsertInfluence :exec
INSERT INTO influence (batch_id, position, body) VALUES ($1, $2, $3);

-- name: ListInfluences :many
SELECT influence.* FROM influence JOIN batch ON batch.id = influence.batch_id
WHERE batch.status = 'live' ORDER BY influence.batch_id, influence.position;
