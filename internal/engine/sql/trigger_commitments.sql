-- Every commitment of every customer: the months in which it was used, what of it
-- was used and what was not in the latest months, and what its purchase says of
-- its term. One that was paid for again was bought again.
-- Arguments: the first billing period of the latest months, twice each: used,
-- unused.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
summed AS (
  SELECT filename, billing_period_start, billing_currency, provider_name, billing_account_id, sub_account_id, commitment_discount_id AS commitment,
    COALESCE(commitment_discount_type, '') AS kind, COALESCE(commitment_discount_status, '') AS status, COALESCE(charge_category, '') AS charge_category,
    COALESCE(charge_frequency, '') AS frequency, max(charge_period_start) AS last_start,
    max(CASE WHEN charge_category = 'Purchase' THEN COALESCE(charge_description, '') || ' ' || COALESCE(sku_meter, x_usage_type, '') END) AS term,
    sum(COALESCE(effective_cost, 0)) AS amount
  FROM charge
  WHERE commitment_discount_id <> '' AND COALESCE(charge_category, '') NOT IN ('Tax', 'Credit')
  GROUP BY filename, billing_period_start, billing_currency, provider_name, billing_account_id, sub_account_id, commitment_discount_id,
    COALESCE(commitment_discount_type, ''), COALESCE(commitment_discount_status, ''), COALESCE(charge_category, ''), COALESCE(charge_frequency, '')
),
live AS (
  SELECT s.month, s.currency, f.is_price, c.*
  FROM summed c
  JOIN charge_file f ON f.path = c.filename
  JOIN live_slice s ON s.batch_id = f.batch_id
    AND s.month = CAST(date_trunc('month', c.billing_period_start) AS DATE)
    AND s.currency = COALESCE(upper(trim(c.billing_currency)), '')
    AND (s.source IS NULL OR s.source = COALESCE(c.provider_name, '?') || '/' || COALESCE(c.billing_account_id, '?'))
),
owned AS (
  SELECT w.customer, l.*
  FROM live l
  JOIN account_month o ON o.billing_account_id = COALESCE(l.billing_account_id, '') AND o.sub_account_id = COALESCE(l.sub_account_id, '')
    AND l.month >= o.from_month AND l.month < o.until_month
  JOIN trigger_owner w ON w.owner = o.owner
  LEFT JOIN priced p ON p.account_id = COALESCE(l.sub_account_id, l.billing_account_id) AND p.month = l.month
  WHERE l.is_price OR p.account_id IS NULL
)
SELECT customer, commitment, max(kind) AS kind, currency,
  min(CASE WHEN status = 'Used' THEN month END) AS first_month, max(CASE WHEN status = 'Used' THEN month END) AS last_month,
  count(DISTINCT CASE WHEN status = 'Used' THEN month END) AS months,
  max(CASE WHEN charge_category = 'Purchase' AND frequency = 'One-Time' THEN CAST(last_start AS DATE) END) AS bought,
  max(term) AS term,
  CAST(COALESCE(sum(CASE WHEN status = 'Used' AND month >= CAST(? AS DATE) THEN amount END), 0) AS DECIMAL(38,18)) AS used,
  CAST(COALESCE(sum(CASE WHEN status = 'Unused' AND month >= CAST(? AS DATE) THEN amount END), 0) AS DECIMAL(38,18)) AS unused
FROM owned
GROUP BY customer, commitment, currency
ORDER BY customer, commitment, currency
