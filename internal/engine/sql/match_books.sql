-- Every way in which service lines name a customer, file by file, with the money
-- that hangs on it by month of issue and currency.
SELECT
  filename, customer_name, customer_tax_id, customer_ref, customer_email,
  CAST(date_trunc('month', issue_date) AS DATE) AS month, currency,
  CAST(sum(net) AS DECIMAL(38,18)) AS net
FROM service_line
GROUP BY filename, customer_name, customer_tax_id, customer_ref, customer_email,
  CAST(date_trunc('month', issue_date) AS DATE), currency
