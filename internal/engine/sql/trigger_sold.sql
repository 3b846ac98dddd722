-- What the roll-ups say was sold, each once.
SELECT COALESCE(provider_name, '') AS provider, COALESCE(service_name, '') AS service, COALESCE(service_category, '') AS category,
  COALESCE(marketplace, FALSE) AS marketplace, COALESCE(support, FALSE) AS support
FROM charge_cost
GROUP BY provider_name, service_name, service_category, marketplace, support
UNION
SELECT COALESCE(provider_name, '') AS provider, COALESCE(service_name, '') AS service, COALESCE(service_category, '') AS category,
  COALESCE(marketplace, FALSE) AS marketplace, COALESCE(support, FALSE) AS support
FROM charge_price
GROUP BY provider_name, service_name, service_category, marketplace, support
