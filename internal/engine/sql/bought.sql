-- What a bill says of commitments and of purchases, for the lake's charge_bought: in
-- the words of its charges, summed over what no question about them tells apart.
-- Commitments are used in a great many charges, and purchases are few among all.
-- Texts and days are those of a purchase; use of a commitment has none.
SELECT billing_period_start, billing_currency, provider_name, billing_account_id, sub_account_id, service_name, service_category,
  sf_marketplace, sf_support, charge_category, charge_frequency, commitment_discount_id, commitment_discount_type, commitment_discount_status,
  CASE WHEN charge_category = 'Purchase' THEN charge_period_start END AS charge_period_start,
  CASE WHEN charge_category = 'Purchase' THEN charge_description END AS charge_description,
  CASE WHEN charge_category = 'Purchase' THEN COALESCE(sku_meter, x_usage_type) END AS sku_meter,
  CAST(sum(COALESCE(effective_cost, 0)) AS DECIMAL(38,18)) AS effective_cost, count(*) AS row_count
FROM charge
WHERE (COALESCE(commitment_discount_id, '') <> '' OR charge_category = 'Purchase') AND COALESCE(charge_category, '') NOT IN ('Tax', 'Credit')
GROUP BY billing_period_start, billing_currency, provider_name, billing_account_id, sub_account_id, service_name, service_category,
  sf_marketplace, sf_support, charge_category, charge_frequency, commitment_discount_id, commitment_discount_type, commitment_discount_status,
  CASE WHEN charge_category = 'Purchase' THEN charge_period_start END,
  CASE WHEN charge_category = 'Purchase' THEN charge_description END,
  CASE WHEN charge_category = 'Purchase' THEN COALESCE(sku_meter, x_usage_type) END
ORDER BY billing_period_start
