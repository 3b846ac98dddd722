-- Every account that the bills name, file by file: its name, payer and provider, and
-- what its charges came to by month and currency. Tax and credits are left out: they
-- say little about what is at stake.
SELECT
  filename,
  COALESCE(sub_account_id, billing_account_id) AS account_id,
  CASE WHEN sub_account_id IS NULL OR sub_account_id = billing_account_id THEN billing_account_name ELSE sub_account_name END AS account_name,
  billing_account_id, billing_account_name, provider_name, month, billing_currency,
  CAST(sum(CASE WHEN charge_category IN ('Tax', 'Credit') THEN 0 ELSE effective_cost END) AS DECIMAL(38,18)) AS cost
FROM charge_month
WHERE COALESCE(sub_account_id, billing_account_id) IS NOT NULL
GROUP BY
  filename, COALESCE(sub_account_id, billing_account_id),
  CASE WHEN sub_account_id IS NULL OR sub_account_id = billing_account_id THEN billing_account_name ELSE sub_account_name END,
  billing_account_id, billing_account_name, provider_name, month, billing_currency
