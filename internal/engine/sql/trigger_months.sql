-- Effective cost by rule, part, customer, month and currency, of the months that
-- trigger_span asks for. Tax and credits are no use of anything.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
charged AS (
  SELECT c.month, c.billing_account_id, c.sub_account_id, c.provider_name, c.service_name, c.service_category, c.marketplace, c.support,
    c.billing_currency, c.effective_cost, c.row_count
  FROM charge_cost c
  LEFT JOIN priced p ON p.account_id = COALESCE(c.sub_account_id, c.billing_account_id) AND p.month = c.month
  WHERE p.account_id IS NULL AND COALESCE(c.charge_category, '') NOT IN ('Tax', 'Credit')
  UNION ALL
  SELECT month, billing_account_id, sub_account_id, provider_name, service_name, service_category, marketplace, support,
    billing_currency, effective_cost, row_count
  FROM charge_price
  WHERE COALESCE(charge_category, '') NOT IN ('Tax', 'Credit')
),
owned AS (
  SELECT w.customer, c.month, COALESCE(c.provider_name, '') AS provider, COALESCE(c.service_name, '') AS service, COALESCE(c.service_category, '') AS category,
    COALESCE(c.marketplace, FALSE) AS marketplace, COALESCE(c.support, FALSE) AS support, COALESCE(c.billing_currency, '') AS currency,
    sum(c.effective_cost) AS amount, sum(c.row_count) AS row_count
  FROM charged c
  JOIN account_month o ON o.billing_account_id = COALESCE(c.billing_account_id, '') AND o.sub_account_id = COALESCE(c.sub_account_id, '')
    AND c.month >= o.from_month AND c.month < o.until_month
  JOIN trigger_owner w ON w.owner = o.owner
  GROUP BY w.customer, c.month, COALESCE(c.provider_name, ''), COALESCE(c.service_name, ''), COALESCE(c.service_category, ''),
    COALESCE(c.marketplace, FALSE), COALESCE(c.support, FALSE), COALESCE(c.billing_currency, '')
)
SELECT u.rule, u.part, c.customer, c.month, c.currency, CAST(sum(c.amount) AS DECIMAL(38,18)) AS amount, CAST(sum(c.row_count) AS BIGINT) AS row_count
FROM owned c
JOIN trigger_use u ON u.provider = c.provider AND u.service = c.service AND u.category = c.category
  AND u.marketplace = c.marketplace AND u.support = c.support
JOIN trigger_span s ON s.rule = u.rule AND c.month >= s.from_month AND c.month < s.until_month
GROUP BY u.rule, u.part, c.customer, c.month, c.currency
