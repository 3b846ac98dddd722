-- Every account that the bills name: its name, payer and provider, and what its
-- charges came to by month and currency. Where a month of an account has a price
-- side, that is what the customer pays and stands in place of the cost side. Tax
-- and credits are left out: they say little about what is at stake.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
charged AS (
  SELECT c.batch_id, c.month, c.provider_name, c.billing_account_id, c.billing_account_name, c.sub_account_id, c.sub_account_name,
    c.charge_category, c.billing_currency, c.effective_cost
  FROM charge_cost c
  LEFT JOIN priced p ON p.account_id = COALESCE(c.sub_account_id, c.billing_account_id) AND p.month = c.month
  WHERE p.account_id IS NULL
  UNION ALL
  SELECT batch_id, month, provider_name, billing_account_id, billing_account_name, sub_account_id, sub_account_name,
    charge_category, billing_currency, effective_cost
  FROM charge_price
)
SELECT
  COALESCE(c.sub_account_id, c.billing_account_id) AS account_id,
  CASE WHEN c.sub_account_id IS NULL OR c.sub_account_id = c.billing_account_id THEN c.billing_account_name ELSE c.sub_account_name END AS account_name,
  c.billing_account_id, c.billing_account_name, c.provider_name, c.month, c.billing_currency,
  CAST(sum(CASE WHEN c.charge_category IN ('Tax', 'Credit') THEN 0 ELSE c.effective_cost END) AS DECIMAL(38,18)) AS cost,
  max(CASE WHEN n.batch_id IS NULL THEN 0 ELSE 1 END) AS is_new
FROM charged c
LEFT JOIN new_batch n ON n.batch_id = c.batch_id
WHERE COALESCE(c.sub_account_id, c.billing_account_id) IS NOT NULL
GROUP BY
  COALESCE(c.sub_account_id, c.billing_account_id),
  CASE WHEN c.sub_account_id IS NULL OR c.sub_account_id = c.billing_account_id THEN c.billing_account_name ELSE c.sub_account_name END,
  c.billing_account_id, c.billing_account_name, c.provider_name, c.month, c.billing_currency
