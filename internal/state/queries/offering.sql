-- name: InsertOffering :exec
INSERT INTO offering (batch_id, position, id, body) VALUES ($1, $2, $3, $4);

-- name: ListOfferings :many
SELECT offering.* FROM offering JOIN batch ON batch.id = offering.batch_id
WHERE batch.status = 'live' ORDER BY offering.batch_id, offering.position;
