-- The month of each owner's first charge outside of the period asked for; the
-- facts tell it for the period itself. Tax is no charge of its own, and months
-- in which an account changes hands (owner 0) are asked day by day.
SELECT o.owner, min(c.month) AS first_month
FROM (
  SELECT billing_account_id, sub_account_id, month FROM charge_outside
  WHERE charge_category IS NULL OR charge_category <> 'Tax'
  GROUP BY billing_account_id, sub_account_id, month
) c
JOIN account_month o ON o.billing_account_id = COALESCE(c.billing_account_id, '')
  AND o.sub_account_id = COALESCE(c.sub_account_id, '') AND c.month >= o.from_month AND c.month < o.until_month
WHERE o.owner <> 0
GROUP BY o.owner
