-- From which size on all charges of the accounts behind some cloud facts are among
-- the largest that an import kept apart; NULL where all of any size are. An account
-- counts in every month, which may give more than is needed and never less.
-- Arguments: whether the effective, the billed, the list cost counts.
SELECT max(CASE WHEN CAST(? AS BOOLEAN) THEN c.effective_rest WHEN CAST(? AS BOOLEAN) THEN c.billed_rest WHEN CAST(? AS BOOLEAN) THEN c.list_rest END) AS rest
FROM (
  SELECT COALESCE(billing_account_id, '') AS billing_account_id, COALESCE(sub_account_id, '') AS sub_account_id,
    max(effective_rest) AS effective_rest, max(billed_rest) AS billed_rest, max(list_rest) AS list_rest
  FROM charge
  GROUP BY COALESCE(billing_account_id, ''), COALESCE(sub_account_id, '')
) c
LEFT JOIN account_month o ON o.billing_account_id = c.billing_account_id AND o.sub_account_id = c.sub_account_id
JOIN (SELECT DISTINCT owner FROM wanted_charge) w ON w.owner = COALESCE(o.owner, 1) OR w.owner = 1
