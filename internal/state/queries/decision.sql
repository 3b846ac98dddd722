-- name: InsertDecision :exec
INSERT INTO decision (seq, id, area, at, actor, body) VALUES ($1, $2, $3, $4, $5, $6);

-- name: LastDecision :many
SELECT * FROM decision WHERE area = $1 ORDER BY seq DESC LIMIT 1;

-- name: LastSeq :one
SELECT CAST(COALESCE(max(seq), 0) AS BIGINT) AS seq FROM decision;

-- name: ListDecisions :many
SELECT * FROM decision WHERE area = $1 ORDER BY seq;

-- name: CountDecisionsAfter :many
SELECT area, count(*) AS decisions FROM decision WHERE seq > $1 GROUP BY area;
