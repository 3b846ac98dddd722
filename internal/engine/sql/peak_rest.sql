-- From which size on all charges of the accounts behind some cloud facts are among
-- the largest that an import kept apart; NULL where all of any size are. An account
-- counts in every month, which may give more than is needed and never less.
-- Charges that were kept apart before their service families were are no help to
-- who wants those: none of them is large enough.
-- Arguments: whether the family is kept apart; whether the effective, the billed,
-- the list cost counts.
SELECT max(CASE WHEN CAST(? AS BOOLEAN) AND c.unnamed THEN CAST('99999999999999999999' AS DECIMAL(38,18))
  WHEN CAST(? AS BOOLEAN) THEN c.effective_rest WHEN CAST(? AS BOOLEAN) THEN c.billed_rest WHEN CAST(? AS BOOLEAN) THEN c.list_rest END) AS rest
FROM (
  SELECT COALESCE(billing_account_id, '') AS billing, COALESCE(sub_account_id, '') AS sub, COALESCE(charge_category = 'Tax', FALSE) AS tax,
    COALESCE(charge_category = 'Credit', FALSE) AS credit, COALESCE(sf_marketplace, FALSE) AS marketplace, COALESCE(sf_support, FALSE) AS support,
    max(effective_rest) AS effective_rest, max(billed_rest) AS billed_rest, max(list_rest) AS list_rest,
    max(CASE WHEN service_category IS NULL THEN 1 ELSE 0 END) = 1 AS unnamed
  FROM charge
  GROUP BY 1, 2, 3, 4, 5, 6
) c
LEFT JOIN account_month o ON o.billing_account_id = c.billing AND o.sub_account_id = c.sub
JOIN (SELECT DISTINCT owner, tax, credit, marketplace, support FROM wanted_charge) w
  ON w.tax = c.tax AND w.credit = c.credit AND w.marketplace = c.marketplace AND w.support = c.support
  AND (w.owner = COALESCE(o.owner, 1) OR w.owner = 1)
