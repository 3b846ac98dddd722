-- name: InsertOpportunity :exec
INSERT INTO opportunity (batch_id, position, body) VALUES ($1, $2, $3);

-- name: ListOpportunities :many
SELECT opportunity.batch_id, opportunity.body, batch.source, batch.imported_at FROM opportunity JOIN batch ON batch.id = opportunity.batch_id
WHERE batch.status = 'live' ORDER BY opportunity.batch_id, opportunity.position;
