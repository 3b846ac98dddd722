-- Resources that have one meter in each of some months, and another, which they
-- would have if somebody used them, in none. trigger_meter has the first as part 0
-- and the second as part 1.
-- Arguments: the first billing period and the one after the last; how many months.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
live AS (
  SELECT s.month, s.currency, f.is_price, c.*
  FROM (
    SELECT filename, billing_period_start, billing_currency, provider_name, billing_account_id, sub_account_id, COALESCE(service_name, '') AS service,
      COALESCE(sku_meter, x_usage_type) AS meter, resource_id AS resource, sum(COALESCE(effective_cost, 0)) AS amount, count(*) AS row_count
    FROM charge
    WHERE billing_period_start >= CAST(? AS TIMESTAMP) AND billing_period_start < CAST(? AS TIMESTAMP) AND COALESCE(charge_category, '') NOT IN ('Tax', 'Credit') AND COALESCE(resource_id, '') <> '' AND COALESCE(sku_meter, x_usage_type) IN (SELECT meter FROM trigger_meter)
    GROUP BY filename, billing_period_start, billing_currency, provider_name, billing_account_id, sub_account_id, COALESCE(service_name, ''), COALESCE(sku_meter, x_usage_type), resource_id
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
),
seen AS (
  SELECT t.rule, c.customer, c.resource, c.currency, c.month, sum(CASE WHEN t.part = 0 THEN c.amount ELSE 0 END) AS amount,
    sum(CASE WHEN t.part = 0 THEN c.row_count ELSE 0 END) AS paid, sum(CASE WHEN t.part = 1 THEN c.row_count ELSE 0 END) AS worked
  FROM owned c
  JOIN trigger_meter t ON t.service = c.service AND t.meter = c.meter
  GROUP BY t.rule, c.customer, c.resource, c.currency, c.month
),
still AS (
  SELECT rule, customer, resource
  FROM seen
  GROUP BY rule, customer, resource
  HAVING sum(worked) = 0 AND count(DISTINCT CASE WHEN paid > 0 THEN month END) = CAST(? AS BIGINT)
)
SELECT s.rule, s.customer, s.resource, s.month, s.currency, CAST(sum(s.amount) AS DECIMAL(38,18)) AS amount, CAST(sum(s.paid) AS BIGINT) AS row_count
FROM seen s
JOIN still i ON i.rule = s.rule AND i.customer = s.customer AND i.resource = s.resource
GROUP BY s.rule, s.customer, s.resource, s.month, s.currency
ORDER BY s.rule, s.customer, s.resource, s.month, s.currency
