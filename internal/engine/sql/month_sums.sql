-- What charge_rows.sql would give for whole months, summed by import, file and
-- currency from the roll-up. The steps are those of cloud_facts.sql.
-- Arguments: whether provider, region, service, family, account, payer are kept
-- apart; whether the effective, the billed, the list cost counts.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
charged AS (
  SELECT c.batch_id, c.charge_file, c.month, c.billing_account_id, c.sub_account_id, c.billing_currency, c.charge_category,
    c.marketplace, c.support, FALSE AS is_price, c.provider_name, c.region_id, c.service_name, c.service_category,
    c.effective_cost, c.billed_cost, c.list_cost, c.row_count
  FROM charge_cost c
  LEFT JOIN priced p ON p.account_id = COALESCE(c.sub_account_id, c.billing_account_id) AND p.month = c.month
  WHERE p.account_id IS NULL
  UNION ALL
  SELECT batch_id, charge_file, month, billing_account_id, sub_account_id, billing_currency, charge_category,
    marketplace, support, TRUE AS is_price, provider_name, region_id, service_name, service_category,
    effective_cost, billed_cost, list_cost, row_count
  FROM charge_price
),
labelled AS (
  SELECT batch_id, charge_file, month, billing_account_id, sub_account_id, COALESCE(billing_currency, '') AS currency,
    COALESCE(charge_category = 'Tax', FALSE) AS tax,
    COALESCE(charge_category = 'Credit', FALSE) AS credit,
    COALESCE(marketplace, FALSE) AS marketplace, COALESCE(support, FALSE) AS support, is_price,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(provider_name, '') ELSE '' END AS provider,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(region_id, '') ELSE '' END AS region,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(service_name, '') ELSE '' END AS service,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(service_category, '') ELSE '' END AS family,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(sub_account_id, billing_account_id, '') ELSE '' END AS account,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(billing_account_id, '') ELSE '' END AS payer,
    CASE WHEN CAST(? AS BOOLEAN) THEN effective_cost WHEN CAST(? AS BOOLEAN) THEN billed_cost WHEN CAST(? AS BOOLEAN) THEN list_cost END AS amount,
    row_count
  FROM charged
),
owned AS (
  SELECT c.*, COALESCE(o.owner, 1) AS owner
  FROM labelled c
  LEFT JOIN account_month o ON o.billing_account_id = COALESCE(c.billing_account_id, '')
    AND o.sub_account_id = COALESCE(c.sub_account_id, '') AND c.month >= o.from_month AND c.month < o.until_month
)
SELECT o.batch_id, o.charge_file, o.currency, CAST(sum(o.row_count) AS BIGINT) AS row_count,
  CAST(COALESCE(sum(o.amount), 0) AS DECIMAL(38,18)) AS amount
FROM owned o
JOIN wanted_charge w ON w.owner = o.owner AND w.month = o.month AND w.currency = o.currency
  AND w.tax = o.tax AND w.credit = o.credit AND w.marketplace = o.marketplace AND w.support = o.support
  AND w.is_price = o.is_price AND w.mark = 0
  AND w.provider = o.provider AND w.region = o.region AND w.service = o.service
  AND w.family = o.family AND w.account = o.account AND w.payer = o.payer
GROUP BY o.batch_id, o.charge_file, o.currency
