-- name: InsertReview :exec
INSERT INTO review (area, id, subject, candidate, probability, money, money_order, currency, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: DeleteReviewsOfSubject :exec
DELETE FROM review WHERE area = $1 AND subject = $2;

-- name: DeleteReviews :exec
DELETE FROM review WHERE area = $1;

-- name: ListReviews :many
SELECT * FROM review WHERE area = $1 ORDER BY money_order DESC, id LIMIT $2 OFFSET $3;

-- name: FindReview :one
SELECT * FROM review WHERE area = $1 AND id = $2;

-- name: CountReviews :one
SELECT count(*) FROM review WHERE area = $1;

-- name: SaveLearned :exec
INSERT INTO learned (area, body) VALUES ($1, $2) ON CONFLICT (area) DO UPDATE SET body = excluded.body;

-- name: FindLearned :one
SELECT * FROM learned WHERE area = $1;

-- name: ListReviewsOfSubject :many
SELECT * FROM review WHERE area = $1 AND subject = $2;

-- name: ListReviewsBeginning :many
SELECT * FROM review WHERE area = $1 AND substr(id, 1, $2) = $3 ORDER BY id;

-- name: CountReviewsWithCandidate :one
SELECT count(*) FROM review WHERE area = $1 AND candidate <> '';
