-- From which size on all charges of the accounts behind some cloud facts are among
-- the largest that an import kept apart; NULL where all of any size are. An account
-- counts in every month, which may give more than is needed and never less.
-- Arguments: whether service is kept apart; whether the effective, the billed, the
-- list cost counts.
WITH kind AS (
  SELECT COALESCE(billing_account_id, '') AS billing, COALESCE(sub_account_id, '') AS sub, COALESCE(charge_category = 'Tax', FALSE) AS tax,
    COALESCE(charge_category = 'Credit', FALSE) AS credit, COALESCE(sf_marketplace, FALSE) AS marketplace, COALESCE(sf_support, FALSE) AS support,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(service_name, '') END AS service,
    CASE WHEN CAST(? AS BOOLEAN) THEN effective_rest WHEN CAST(? AS BOOLEAN) THEN billed_rest WHEN CAST(? AS BOOLEAN) THEN list_rest END AS account_rest,
    CASE WHEN CAST(? AS BOOLEAN) THEN service_effective_rest WHEN CAST(? AS BOOLEAN) THEN service_billed_rest WHEN CAST(? AS BOOLEAN) THEN service_list_rest END AS service_rest
  FROM charge
),
cell AS (
  SELECT billing, sub, tax, credit, marketplace, support, service,
    max(CASE WHEN service IS NULL THEN account_rest WHEN account_rest < service_rest THEN account_rest WHEN account_rest IS NOT NULL THEN service_rest END) AS rest
  FROM kind
  GROUP BY billing, sub, tax, credit, marketplace, support, service
)
SELECT max(c.rest) AS rest
FROM cell c
LEFT JOIN account_month o ON o.billing_account_id = c.billing AND o.sub_account_id = c.sub
JOIN (SELECT DISTINCT owner, tax, credit, marketplace, support, service FROM wanted_charge) w
  ON w.tax = c.tax AND w.credit = c.credit AND w.marketplace = c.marketplace AND w.support = c.support
  AND w.service = COALESCE(c.service, '')
  AND (w.owner = COALESCE(o.owner, 1) OR w.owner = 1)
