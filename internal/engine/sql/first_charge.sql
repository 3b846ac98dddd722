-- The month of each customer's first charge outside of the period asked for;
-- the facts tell it for the period itself. Tax is no charge of its own.
SELECT COALESCE(s.customer_id, b.customer_id) AS customer_id, min(c.month) AS first_month
FROM (
  SELECT billing_account_id, sub_account_id, month FROM charge_outside
  WHERE charge_category IS NULL OR charge_category <> 'Tax'
  GROUP BY billing_account_id, sub_account_id, month
) c
LEFT JOIN account_customer s ON s.account_id = c.sub_account_id AND c.month >= s.from_month AND c.month < s.until_month
LEFT JOIN account_customer b ON b.account_id = c.billing_account_id AND c.month >= b.from_month AND c.month < b.until_month
WHERE s.customer_id IS NOT NULL OR b.customer_id IS NOT NULL
GROUP BY COALESCE(s.customer_id, b.customer_id)
