-- What bills say was bought through marketplaces, summed by account, month and
-- what was bought, and by what a figure asks for. Only charges that count are
-- there: of an account and month that has a price side, that side. Taxes and
-- credits are no purchase.
-- Arguments: whether provider, region, service, family, account, payer are kept
-- apart.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
live AS (
  SELECT f.is_price, s.month, COALESCE(c.billing_account_id, '') AS billing_account_id, COALESCE(c.sub_account_id, '') AS sub_account_id, s.currency,
    greatest(s.month, least(s.last_day, COALESCE(CAST(c.charge_period_start AS DATE), s.month))) AS day,
    COALESCE(c.sf_support, FALSE) AS support,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.provider_name END AS provider,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.region_id END AS region,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.service_name END AS service,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.service_category END AS family,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.sub_account_id, c.billing_account_id) END AS account,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.billing_account_id END AS payer,
    COALESCE(c.service_name, '') AS sold, COALESCE(c.charge_description, '') AS description,
    COALESCE(c.publisher_name, c.invoice_issuer_name) AS seller,
    c.effective_cost, c.billed_cost, c.list_cost
  FROM charge c
  JOIN charge_file f ON f.path = c.filename
  JOIN live_slice s ON s.batch_id = f.batch_id
    AND s.month = CAST(date_trunc('month', c.billing_period_start) AS DATE)
    AND s.currency = COALESCE(upper(trim(c.billing_currency)), '')
    AND (s.source IS NULL OR s.source = COALESCE(c.provider_name, '?') || '/' || COALESCE(c.billing_account_id, '?'))
  WHERE c.sf_marketplace AND COALESCE(c.charge_category, '') NOT IN ('Tax', 'Credit')
),
owned AS (
  SELECT l.*, CASE WHEN COALESCE(o.owner, 1) = 0 THEN COALESCE(d.owner, 1) ELSE COALESCE(o.owner, 1) END AS owner
  FROM live l
  LEFT JOIN account_month o ON o.billing_account_id = l.billing_account_id
    AND o.sub_account_id = l.sub_account_id AND l.month >= o.from_month AND l.month < o.until_month
  LEFT JOIN account_day d ON o.owner = 0 AND d.billing_account_id = l.billing_account_id
    AND d.sub_account_id = l.sub_account_id AND l.day >= d.from_day AND l.day < d.until_day
  LEFT JOIN priced p ON p.account_id = COALESCE(NULLIF(l.sub_account_id, ''), l.billing_account_id) AND p.month = l.month
  WHERE l.is_price OR p.account_id IS NULL
)
SELECT owner, month, currency, support, is_price, provider, region, service,
  CAST(COALESCE(sum(effective_cost), 0) AS DECIMAL(38,18)) AS effective_cost,
  CAST(COALESCE(sum(billed_cost), 0) AS DECIMAL(38,18)) AS billed_cost,
  CAST(COALESCE(sum(list_cost), 0) AS DECIMAL(38,18)) AS list_cost,
  billing_account_id, sub_account_id, sold, description, max(seller) AS seller, min(day) AS first_day, family, account, payer
FROM owned
GROUP BY owner, month, currency, support, is_price, provider, region, service, family, account, payer,
  billing_account_id, sub_account_id, sold, description
ORDER BY billing_account_id, sub_account_id, month, currency, sold, description, owner, is_price, provider, region, service, family, account, payer
