-- What a newer delivery of an invoice book changes, by month, customer as the book
-- names it and item, the largest change first.
SELECT month, customer, item, currency,
  CAST(sum(before_net) AS DECIMAL(38,18)) AS before_net,
  CAST(sum(after_net) AS DECIMAL(38,18)) AS after_net
FROM (
  SELECT CAST(date_trunc('month', issue_date) AS DATE) AS month, COALESCE(customer_name, '') AS customer,
    COALESCE(NULLIF(item_code, ''), description, '') AS item, currency, net AS before_net, CAST(0 AS DECIMAL(38,18)) AS after_net
  FROM service_line_before
  UNION ALL
  SELECT CAST(date_trunc('month', issue_date) AS DATE) AS month, COALESCE(customer_name, '') AS customer,
    COALESCE(NULLIF(item_code, ''), description, '') AS item, currency, CAST(0 AS DECIMAL(38,18)) AS before_net, net AS after_net
  FROM service_line_after
) both_deliveries
GROUP BY month, customer, item, currency
HAVING sum(before_net) <> sum(after_net)
ORDER BY abs(sum(after_net) - sum(before_net)) DESC, month, customer, item, currency
