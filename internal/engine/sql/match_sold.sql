-- Service lines by customer fields, all that can say what they are, and the month
-- in which the service was given, or else of issue. Arguments: the first day that
-- counts and the first that does not.
SELECT customer_name, customer_tax_id, customer_ref, customer_email,
  description, item_code, project, account_code, category_code, engagement_type,
  CAST(date_trunc('month', COALESCE(service_from, issue_date)) AS DATE) AS month, currency,
  CAST(sum(net) AS DECIMAL(38,18)) AS net
FROM service_line
WHERE COALESCE(service_from, issue_date) >= CAST(? AS DATE) AND COALESCE(service_from, issue_date) < CAST(? AS DATE)
GROUP BY customer_name, customer_tax_id, customer_ref, customer_email,
  description, item_code, project, account_code, category_code, engagement_type,
  CAST(date_trunc('month', COALESCE(service_from, issue_date)) AS DATE), currency
