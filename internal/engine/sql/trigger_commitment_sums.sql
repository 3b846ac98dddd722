-- What some commitments came to by month, used and unused apart; from charges, or
-- from the sums of charge_bought, which say of how many charges they are.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
live AS (
  SELECT s.month, s.currency, f.is_price, c.*
  FROM (
    SELECT filename, billing_period_start, billing_currency, provider_name, billing_account_id, sub_account_id, commitment_discount_id AS commitment,
      COALESCE(commitment_discount_status, '') AS status, sum(COALESCE(effective_cost, 0)) AS amount, sum(COALESCE(row_count, 1)) AS row_count
    FROM charge
    WHERE COALESCE(commitment_discount_id, '') <> '' AND billing_period_start >= CAST(? AS TIMESTAMP) AND billing_period_start < CAST(? AS TIMESTAMP) AND COALESCE(charge_category, '') NOT IN ('Tax', 'Credit')
    GROUP BY filename, billing_period_start, billing_currency, provider_name, billing_account_id, sub_account_id, commitment_discount_id,
      COALESCE(commitment_discount_status, '')
  ) c
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
SELECT t.finding, t.part, c.month, c.currency, CAST(sum(c.amount) AS DECIMAL(38,18)) AS amount, CAST(sum(c.row_count) AS BIGINT) AS row_count
FROM owned c
JOIN trigger_wanted t ON t.customer = c.customer AND t.commitment = c.commitment AND c.month >= t.from_month AND c.month < t.until_month
WHERE t.status IS NULL OR t.status = c.status
GROUP BY t.finding, t.part, c.month, c.currency
