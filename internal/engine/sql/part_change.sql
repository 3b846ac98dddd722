-- What a newer delivery of a bill changes, by month, account and service, the
-- largest change first.
SELECT month, account, service_name, billing_currency,
  CAST(sum(before_cost) AS DECIMAL(38,18)) AS before_cost,
  CAST(sum(after_cost) AS DECIMAL(38,18)) AS after_cost
FROM (
  SELECT month, COALESCE(sub_account_id, '') AS account, service_name, billing_currency, billed_cost AS before_cost, CAST(0 AS DECIMAL(38,18)) AS after_cost
  FROM charge_month_before
  UNION ALL
  SELECT month, COALESCE(sub_account_id, '') AS account, service_name, billing_currency, CAST(0 AS DECIMAL(38,18)) AS before_cost, billed_cost AS after_cost
  FROM charge_month_after
) both_deliveries
GROUP BY month, account, service_name, billing_currency
HAVING sum(before_cost) <> sum(after_cost)
ORDER BY abs(sum(after_cost) - sum(before_cost)) DESC, month, account, service_name, billing_currency
