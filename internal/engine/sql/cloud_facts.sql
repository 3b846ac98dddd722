-- Charges by owner, month and whatever a figure asks for. Where a month of an
-- account has a price side, that is what the customer pays and stands in place
-- of the cost side. The relation account_month has one owner for every account
-- and month; 0 marks months in which the account changes hands, which
-- cut_facts.sql takes from the charges.
-- Arguments: whether to keep provider, region, service, family apart; whether to
-- sum the effective, billed and list cost, each of which costs a third of the
-- time; whether to keep account and payer apart.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
charged AS (
  SELECT c.month, c.billing_account_id, c.sub_account_id, c.billing_currency, c.charge_category,
    c.marketplace, c.support, FALSE AS is_price, c.provider_name, c.region_id, c.service_name, c.service_category,
    c.effective_cost, c.billed_cost, c.list_cost
  FROM charge_cost c
  LEFT JOIN priced p ON p.account_id = COALESCE(c.sub_account_id, c.billing_account_id) AND p.month = c.month
  WHERE p.account_id IS NULL
  UNION ALL
  SELECT month, billing_account_id, sub_account_id, billing_currency, charge_category,
    marketplace, support, TRUE AS is_price, provider_name, region_id, service_name, service_category,
    effective_cost, billed_cost, list_cost
  FROM charge_price
),
labelled AS (
  SELECT month, billing_account_id, sub_account_id, billing_currency,
    COALESCE(charge_category = 'Tax', FALSE) AS tax,
    COALESCE(charge_category = 'Credit', FALSE) AS credit,
    COALESCE(marketplace, FALSE) AS marketplace, COALESCE(support, FALSE) AS support, is_price,
    CASE WHEN CAST(? AS BOOLEAN) THEN provider_name END AS provider,
    CASE WHEN CAST(? AS BOOLEAN) THEN region_id END AS region,
    CASE WHEN CAST(? AS BOOLEAN) THEN service_name END AS service,
    CASE WHEN CAST(? AS BOOLEAN) THEN service_category END AS family,
    CASE WHEN CAST(? AS BOOLEAN) THEN effective_cost END AS effective_cost,
    CASE WHEN CAST(? AS BOOLEAN) THEN billed_cost END AS billed_cost,
    CASE WHEN CAST(? AS BOOLEAN) THEN list_cost END AS list_cost
  FROM charged
),
named AS (
  SELECT s.*,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(sub_account_id, billing_account_id) END AS account,
    CASE WHEN CAST(? AS BOOLEAN) THEN billing_account_id END AS payer
  FROM labelled s
)
SELECT
  COALESCE(o.owner, 1) AS owner, c.month, c.billing_currency, c.tax, c.credit, c.marketplace, c.support, c.is_price,
  c.provider, c.region, c.service, c.family, c.account, c.payer,
  CAST(sum(c.effective_cost) AS DECIMAL(38,18)) AS effective_cost,
  CAST(sum(c.billed_cost) AS DECIMAL(38,18)) AS billed_cost,
  CAST(sum(c.list_cost) AS DECIMAL(38,18)) AS list_cost
FROM named c
LEFT JOIN account_month o ON o.billing_account_id = COALESCE(c.billing_account_id, '')
  AND o.sub_account_id = COALESCE(c.sub_account_id, '') AND c.month >= o.from_month AND c.month < o.until_month
WHERE COALESCE(o.owner, 1) <> 0
GROUP BY COALESCE(o.owner, 1), c.month, c.billing_currency, c.tax, c.credit, c.marketplace, c.support, c.is_price,
  c.provider, c.region, c.service, c.family, c.account, c.payer
