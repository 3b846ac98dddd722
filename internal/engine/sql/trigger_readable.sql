-- Which bills say in some months what not every bill says.
-- Arguments: the first billing period and the one after the last.
SELECT COALESCE(provider_name, '') || '/' || COALESCE(billing_account_id, '') AS payer, count(*) AS row_count,
  sum(CASE WHEN COALESCE(commitment_discount_id, '') <> '' OR COALESCE(pricing_category, '') <> '' THEN 1 ELSE 0 END) AS commitment,
  sum(CASE WHEN COALESCE(tags, '') NOT IN ('', '{}', 'null') THEN 1 ELSE 0 END) AS tags,
  sum(CASE WHEN COALESCE(sku_meter, x_usage_type, '') <> '' THEN 1 ELSE 0 END) AS meter,
  sum(CASE WHEN COALESCE(resource_id, '') <> '' THEN 1 ELSE 0 END) AS resource,
  sum(CASE WHEN COALESCE(region_id, '') <> '' THEN 1 ELSE 0 END) AS region,
  sum(CASE WHEN COALESCE(service_category, '') <> '' THEN 1 ELSE 0 END) AS category
FROM charge
WHERE billing_period_start >= CAST(? AS TIMESTAMP) AND billing_period_start < CAST(? AS TIMESTAMP) AND COALESCE(charge_category, '') NOT IN ('Tax', 'Credit')
GROUP BY COALESCE(provider_name, '') || '/' || COALESCE(billing_account_id, '')
ORDER BY 1
