-- The charges behind a finding, the largest first, with their file and place in
-- it. What stands in trigger_wanted as NULL is any. Sums and counts are over all
-- of them, not only over those given.
-- Arguments: the first billing period and the one after the last; how many rows
-- of each part and currency.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
live AS (
  SELECT f.batch_id, f.file_ordinal, f.is_price, c.file_row_number, c.source_row, s.month, s.currency,
    COALESCE(c.billing_account_id, '') AS billing_account_id, COALESCE(c.sub_account_id, '') AS sub_account_id,
    COALESCE(c.provider_name, '') AS provider, COALESCE(c.service_name, '') AS service, COALESCE(c.service_category, '') AS category,
    COALESCE(c.region_id, '') AS region, COALESCE(c.sf_marketplace, FALSE) AS marketplace, COALESCE(c.sf_support, FALSE) AS support,
    COALESCE(c.sku_meter, c.x_usage_type, '') AS meter, COALESCE(c.commitment_discount_id, '') AS commitment, COALESCE(c.resource_id, '') AS resource,
    COALESCE(c.commitment_discount_status, '') AS status, COALESCE(c.provider_name, '') || '/' || COALESCE(c.billing_account_id, '') AS payer,
    COALESCE(c.tags, '') IN ('', '{}', 'null') AS untagged,
    COALESCE(c.charge_category, '') AS charge_category, c.charge_description, c.charge_period_start, COALESCE(c.effective_cost, 0) AS amount
  FROM charge c
  JOIN charge_file f ON f.path = c.filename
  JOIN live_slice s ON s.batch_id = f.batch_id
    AND s.month = CAST(date_trunc('month', c.billing_period_start) AS DATE)
    AND s.currency = COALESCE(upper(trim(c.billing_currency)), '')
    AND (s.source IS NULL OR s.source = COALESCE(c.provider_name, '?') || '/' || COALESCE(c.billing_account_id, '?'))
  WHERE c.billing_period_start >= CAST(? AS TIMESTAMP) AND c.billing_period_start < CAST(? AS TIMESTAMP)
    AND COALESCE(c.charge_category, '') NOT IN ('Tax', 'Credit')
),
owned AS (
  SELECT w.customer, l.*
  FROM live l
  JOIN account_month o ON o.billing_account_id = l.billing_account_id AND o.sub_account_id = l.sub_account_id
    AND l.month >= o.from_month AND l.month < o.until_month
  JOIN trigger_owner w ON w.owner = o.owner
  LEFT JOIN priced p ON p.account_id = COALESCE(NULLIF(l.sub_account_id, ''), l.billing_account_id) AND p.month = l.month
  WHERE l.is_price OR p.account_id IS NULL
),
found AS (
  SELECT t.part, c.*
  FROM owned c
  JOIN trigger_wanted t ON t.customer = c.customer AND c.month >= t.from_month AND c.month < t.until_month
  WHERE (t.provider IS NULL OR (t.provider = c.provider AND t.service = c.service AND t.category = c.category
      AND t.marketplace = c.marketplace AND t.support = c.support))
    AND (t.region IS NULL OR t.region = c.region)
    AND (t.meter IS NULL OR t.meter = c.meter)
    AND (t.commitment IS NULL OR t.commitment = c.commitment)
    AND (t.resource IS NULL OR t.resource = c.resource)
    AND (t.status IS NULL OR t.status = c.status)
    AND (t.charge_category IS NULL OR t.charge_category = c.charge_category)
    AND (t.payer IS NULL OR t.payer = c.payer)
    AND (t.untagged IS NULL OR (t.untagged = c.untagged AND c.charge_category = 'Usage' AND c.resource <> ''))
),
ranked AS (
  SELECT f.*, row_number() OVER (PARTITION BY part, currency ORDER BY abs(amount) DESC, batch_id, file_ordinal, file_row_number, source_row) AS place,
    count(*) OVER (PARTITION BY part, currency) AS row_count, sum(amount) OVER (PARTITION BY part, currency) AS total
  FROM found f
)
SELECT part, currency, batch_id, file_ordinal, file_row_number, source_row, month, CAST(charge_period_start AS DATE) AS day,
  sub_account_id, service, region, meter, resource, commitment, charge_description, CAST(amount AS DECIMAL(38,18)) AS amount,
  row_count, CAST(total AS DECIMAL(38,18)) AS total
FROM ranked
WHERE place <= CAST(? AS BIGINT)
ORDER BY part, currency, place
