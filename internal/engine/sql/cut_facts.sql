-- What cloud_facts.sql gives, for months in which an account changes hands: from
-- the charges, by the day on which their period starts. A charge whose period
-- starts outside of its month counts on the month's nearest day.
-- Arguments: whether provider, region, service, family, account, payer are kept
-- apart.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
live AS (
  SELECT f.is_price, s.month, c.billing_account_id, c.sub_account_id,
    greatest(s.month, least(s.last_day, COALESCE(CAST(c.charge_period_start AS DATE), s.month))) AS day,
    COALESCE(upper(trim(c.billing_currency)), '') AS currency,
    COALESCE(c.charge_category = 'Tax', FALSE) AS tax, COALESCE(c.charge_category = 'Credit', FALSE) AS credit,
    COALESCE(c.sf_marketplace, FALSE) AS marketplace, COALESCE(c.sf_support, FALSE) AS support,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.provider_name END AS provider,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.region_id END AS region,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.service_name END AS service,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.service_category END AS family,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.sub_account_id, c.billing_account_id) END AS account,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.billing_account_id END AS payer,
    c.effective_cost, c.billed_cost, c.list_cost
  FROM charge c
  JOIN charge_file f ON f.path = c.filename
  JOIN live_slice s ON s.batch_id = f.batch_id
    AND s.month = CAST(date_trunc('month', c.billing_period_start) AS DATE)
    AND s.currency = COALESCE(upper(trim(c.billing_currency)), '')
    AND (s.source IS NULL OR s.source = COALESCE(c.provider_name, '?') || '/' || COALESCE(c.billing_account_id, '?'))
  JOIN account_month o ON o.billing_account_id = COALESCE(c.billing_account_id, '')
    AND o.sub_account_id = COALESCE(c.sub_account_id, '') AND o.owner = 0 AND s.month = o.from_month
)
SELECT
  COALESCE(d.owner, 1) AS owner, l.month, l.currency, l.tax, l.credit, l.marketplace, l.support, l.is_price,
  l.provider, l.region, l.service, l.family, l.account, l.payer,
  CAST(sum(l.effective_cost) AS DECIMAL(38,18)) AS effective_cost,
  CAST(sum(l.billed_cost) AS DECIMAL(38,18)) AS billed_cost,
  CAST(sum(l.list_cost) AS DECIMAL(38,18)) AS list_cost
FROM live l
LEFT JOIN account_day d ON d.billing_account_id = COALESCE(l.billing_account_id, '')
  AND d.sub_account_id = COALESCE(l.sub_account_id, '') AND l.day >= d.from_day AND l.day < d.until_day
LEFT JOIN priced p ON p.account_id = COALESCE(l.sub_account_id, l.billing_account_id) AND p.month = l.month
WHERE l.is_price OR p.account_id IS NULL
GROUP BY COALESCE(d.owner, 1), l.month, l.currency, l.tax, l.credit, l.marketplace, l.support, l.is_price,
  l.provider, l.region, l.service, l.family, l.account, l.payer
