-- Every way in which service lines name a customer, with the money that hangs on
-- it by month of issue and currency.
SELECT
  l.customer_name, l.customer_tax_id, l.customer_ref, l.customer_email,
  CAST(date_trunc('month', l.issue_date) AS DATE) AS month, l.currency,
  CAST(sum(l.net) AS DECIMAL(38,18)) AS net,
  max(CASE WHEN n.batch_id IS NULL THEN 0 ELSE 1 END) AS is_new,
  min(l.batch_id) AS batch_id
FROM service_line l
LEFT JOIN new_batch n ON n.batch_id = l.batch_id
GROUP BY l.customer_name, l.customer_tax_id, l.customer_ref, l.customer_email,
  CAST(date_trunc('month', l.issue_date) AS DATE), l.currency
