-- The payer accounts that the bills name, and what was billed to each by currency.
SELECT provider_name, billing_account_id, billing_currency, min(month) AS first_month, max(month) AS last_month,
  CAST(sum(billed_cost) AS DECIMAL(38,18)) AS billed_cost
FROM charge_month
WHERE billing_account_id IS NOT NULL
GROUP BY provider_name, billing_account_id, billing_currency
ORDER BY provider_name, billing_account_id, billing_currency
