-- Which meters the charges of some months have, of which services.
-- Arguments: the first billing period and the one after the last.
SELECT COALESCE(provider_name, '') AS provider, COALESCE(service_name, '') AS service, COALESCE(service_category, '') AS category,
  COALESCE(sf_marketplace, FALSE) AS marketplace, COALESCE(sf_support, FALSE) AS support, COALESCE(sku_meter, x_usage_type) AS meter
FROM charge
WHERE billing_period_start >= CAST(? AS TIMESTAMP) AND billing_period_start < CAST(? AS TIMESTAMP) AND COALESCE(charge_category, '') NOT IN ('Tax', 'Credit') AND COALESCE(sku_meter, x_usage_type) IS NOT NULL
GROUP BY provider_name, service_name, service_category, sf_marketplace, sf_support, COALESCE(sku_meter, x_usage_type)
