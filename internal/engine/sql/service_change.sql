-- What a newer delivery changes, largest change first.
SELECT service_name, billing_currency,
  CAST(sum(before_cost) AS DECIMAL(38,18)) AS before_cost,
  CAST(sum(after_cost) AS DECIMAL(38,18)) AS after_cost
FROM (
  SELECT service_name, billing_currency, billed_cost AS before_cost, CAST(0 AS DECIMAL(38,18)) AS after_cost FROM charge_month_before
  UNION ALL
  SELECT service_name, billing_currency, CAST(0 AS DECIMAL(38,18)) AS before_cost, billed_cost AS after_cost FROM charge_month_after
) both_deliveries
GROUP BY service_name, billing_currency
HAVING sum(before_cost) <> sum(after_cost)
ORDER BY abs(sum(after_cost) - sum(before_cost)) DESC, service_name
