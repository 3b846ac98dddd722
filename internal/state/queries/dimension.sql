-- name: InsertRate :exec
INSERT INTO rate (batch_id, day, base, quote, value, source) VALUES ($1, $2, $3, $4, $5, $6);

-- name: ListRates :many
SELECT rate.* FROM rate JOIN batch ON batch.id = rate.batch_id
WHERE batch.status = 'live' ORDER BY rate.batch_id, rate.day;

-- name: ListRatesOfCurrency :many
SELECT rate.* FROM rate JOIN batch ON batch.id = rate.batch_id
WHERE batch.status = 'live' AND (rate.quote = $1 OR rate.base = $1) ORDER BY rate.batch_id, rate.day;

-- name: ListRatesSince :many
SELECT rate.* FROM rate JOIN batch ON batch.id = rate.batch_id
WHERE batch.status = 'live' AND rate.day >= $1 ORDER BY rate.batch_id, rate.day;

-- name: SummariseRates :many
SELECT rate.batch_id, rate.base, rate.quote, rate.source, count(*) AS rates, CAST(min(rate.day) AS TEXT) AS first_day, CAST(max(rate.day) AS TEXT) AS last_day
FROM rate JOIN batch ON batch.id = rate.batch_id
WHERE batch.status = 'live' GROUP BY rate.batch_id, rate.base, rate.quote, rate.source
ORDER BY rate.batch_id, rate.base, rate.quote, rate.source;

-- name: InsertCustomer :exec
INSERT INTO customer (batch_id, position, id, name, segment, industry, country, internal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: InsertIdentifier :exec
INSERT INTO identifier (batch_id, position, customer_id, kind, value, valid_from, valid_until, source, confidence)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: InsertCustomerParent :exec
INSERT INTO customer_parent (batch_id, position, customer_id, parent_id, role, valid_from, valid_until)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ListCustomerParents :many
SELECT customer_parent.* FROM customer_parent JOIN batch ON batch.id = customer_parent.batch_id
WHERE batch.status = 'live' ORDER BY customer_parent.batch_id, customer_parent.position;

-- name: ListCustomers :many
SELECT customer.* FROM customer JOIN batch ON batch.id = customer.batch_id
WHERE batch.status = 'live' ORDER BY customer.batch_id, customer.position;

-- name: ListIdentifiers :many
SELECT identifier.* FROM identifier JOIN batch ON batch.id = identifier.batch_id
WHERE batch.status = 'live' ORDER BY identifier.batch_id, identifier.position;

-- name: InsertCategoryRule :exec
INSERT INTO category_rule (batch_id, position, id, field, equals_text, contains_text, pattern, nature, weights)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: ListCategoryRules :many
SELECT category_rule.* FROM category_rule JOIN batch ON batch.id = category_rule.batch_id
WHERE batch.status = 'live' ORDER BY category_rule.batch_id, category_rule.position;

-- name: SaveQuestion :execrows
INSERT INTO question (id, body, asked_at) VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET asked_at = excluded.asked_at WHERE question.body = excluded.body;

-- name: FindQuestion :one
SELECT * FROM question WHERE id = $1;
