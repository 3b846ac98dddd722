-- name: InsertPerson :exec
INSERT INTO person (id, name, role, status, password, code_secret, code_step, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: UpdatePerson :exec
UPDATE person SET role = $2, status = $3, password = $4, code_secret = $5, code_step = $6 WHERE id = $1;

-- name: FindPersonByName :many
SELECT * FROM person WHERE name = $1;

-- name: FindPerson :many
SELECT * FROM person WHERE id = $1;

-- name: ListPeople :many
SELECT * FROM person ORDER BY name;

-- name: ListPersonCustomers :many
SELECT customer_id FROM person_customer WHERE person_id = $1 ORDER BY customer_id;

-- name: DeletePersonCustomers :exec
DELETE FROM person_customer WHERE person_id = $1;

-- name: InsertPersonCustomer :exec
INSERT INTO person_customer (person_id, customer_id) VALUES ($1, $2);

-- name: ListRecoveryCodes :many
SELECT hash FROM recovery_code WHERE person_id = $1 ORDER BY hash;

-- name: InsertRecoveryCode :exec
INSERT INTO recovery_code (person_id, hash) VALUES ($1, $2);

-- name: DeleteRecoveryCode :execrows
DELETE FROM recovery_code WHERE person_id = $1 AND hash = $2;

-- name: DeleteRecoveryCodes :exec
DELETE FROM recovery_code WHERE person_id = $1;

-- name: InsertInvitation :exec
INSERT INTO invitation (hash, person_id, expires_at) VALUES ($1, $2, $3);

-- name: FindInvitation :many
SELECT * FROM invitation WHERE hash = $1;

-- name: DeleteInvitations :execrows
DELETE FROM invitation WHERE person_id = $1;

-- name: InsertSession :exec
INSERT INTO session (hash, id, person_id, created_at, seen_at, address, agent) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: FindSession :many
SELECT * FROM session WHERE hash = $1;

-- name: ListSessions :many
SELECT * FROM session ORDER BY seen_at DESC, id;

-- name: TouchSession :exec
UPDATE session SET seen_at = $2 WHERE id = $1;

-- name: DeleteSession :execrows
DELETE FROM session WHERE id = $1;

-- name: DeleteSessionsOfPerson :exec
DELETE FROM session WHERE person_id = $1 AND id <> $2;

-- name: DeleteSessionsSeenBefore :exec
DELETE FROM session WHERE seen_at < $1;

-- name: FindThrottle :many
SELECT * FROM throttle WHERE subject = $1;

-- name: SaveThrottle :exec
INSERT INTO throttle (subject, failures, failed_at, until_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, failed_at = excluded.failed_at, until_at = excluded.until_at;

-- name: DeleteThrottle :exec
DELETE FROM throttle WHERE subject = $1;

-- name: DeleteThrottlesBefore :exec
DELETE FROM throttle WHERE failed_at < $1;

-- name: InsertAudit :exec
INSERT INTO audit (id, at, actor, action, subject, outcome, address) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ListAudit :many
SELECT * FROM audit WHERE id < $1 ORDER BY id DESC LIMIT $2;
