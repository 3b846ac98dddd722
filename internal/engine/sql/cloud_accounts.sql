-- Which account ids the charges name, as they are written there.
SELECT account_id
FROM (
  SELECT billing_account_id AS account_id FROM charge_cost
  UNION
  SELECT sub_account_id AS account_id FROM charge_cost
  UNION
  SELECT billing_account_id AS account_id FROM charge_price
  UNION
  SELECT sub_account_id AS account_id FROM charge_price
) ids
WHERE account_id IS NOT NULL
