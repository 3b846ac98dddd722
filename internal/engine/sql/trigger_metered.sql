-- Charges of wanted meters by customer and month. trigger_meter says which rule
-- looks at which meter of which service, and as what of it.
-- Arguments: the first billing period and the one after the last.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
live AS (
  SELECT s.month, s.currency, f.is_price, c.*
  FROM (
    SELECT filename, billing_period_start, billing_currency, provider_name, billing_account_id, sub_account_id, COALESCE(service_name, '') AS service,
      COALESCE(sku_meter, x_usage_type) AS meter, sum(COALESCE(effective_cost, 0)) AS amount, count(*) AS row_count
    FROM charge
    WHERE billing_period_start >= CAST(? AS TIMESTAMP) AND billing_period_start < CAST(? AS TIMESTAMP) AND COALESCE(charge_category, '') NOT IN ('Tax', 'Credit') AND COALESCE(sku_meter, x_usage_type) IN (SELECT meter FROM trigger_meter)
    GROUP BY filename, billing_period_start, billing_currency, provider_name, billing_account_id, sub_account_id, COALESCE(service_name, ''), COALESCE(sku_meter, x_usage_type)
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
SELECT t.rule, t.subject, c.customer, c.month, c.currency, CAST(sum(c.amount) AS DECIMAL(38,18)) AS amount, CAST(sum(c.row_count) AS BIGINT) AS row_count
FROM owned c
JOIN trigger_meter t ON t.service = c.service AND t.meter = c.meter
GROUP BY t.rule, t.subject, c.customer, c.month, c.currency
