-- What the rows of some findings come to, from the roll-ups. trigger_wanted has
-- for each finding which charges are its rows; a region of NULL is any.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
charged AS (
  SELECT c.month, c.billing_account_id, c.sub_account_id, c.provider_name, c.service_name, c.service_category, c.region_id, c.marketplace, c.support,
    c.billing_currency, c.effective_cost, c.row_count
  FROM charge_cost c
  LEFT JOIN priced p ON p.account_id = COALESCE(c.sub_account_id, c.billing_account_id) AND p.month = c.month
  WHERE p.account_id IS NULL AND COALESCE(c.charge_category, '') NOT IN ('Tax', 'Credit')
  UNION ALL
  SELECT month, billing_account_id, sub_account_id, provider_name, service_name, service_category, region_id, marketplace, support,
    billing_currency, effective_cost, row_count
  FROM charge_price
  WHERE COALESCE(charge_category, '') NOT IN ('Tax', 'Credit')
),
owned AS (
  SELECT w.customer, c.*
  FROM charged c
  JOIN account_month o ON o.billing_account_id = COALESCE(c.billing_account_id, '')
    AND o.sub_account_id = COALESCE(c.sub_account_id, '') AND c.month >= o.from_month AND c.month < o.until_month
  JOIN trigger_owner w ON w.owner = o.owner
)
SELECT t.finding, t.part, c.month, COALESCE(c.billing_currency, '') AS currency,
  CAST(sum(c.effective_cost) AS DECIMAL(38,18)) AS amount, CAST(sum(c.row_count) AS BIGINT) AS row_count
FROM trigger_wanted t
JOIN owned c ON t.customer = c.customer AND c.month >= t.from_month AND c.month < t.until_month
  AND t.provider = COALESCE(c.provider_name, '') AND t.service = COALESCE(c.service_name, '') AND t.category = COALESCE(c.service_category, '')
  AND t.marketplace = COALESCE(c.marketplace, FALSE) AND t.support = COALESCE(c.support, FALSE)
WHERE t.region IS NULL OR t.region = COALESCE(c.region_id, '')
GROUP BY t.finding, t.part, c.month, COALESCE(c.billing_currency, '')
