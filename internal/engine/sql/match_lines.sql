-- The service lines of some parties of the books, by customer fields, all that can
-- say what they are, month of issue and currency.
SELECT l.customer_name, l.customer_tax_id, l.customer_ref, l.customer_email,
  l.description, l.item_code, l.project, l.account_code, l.category_code, l.engagement_type,
  CAST(date_trunc('month', l.issue_date) AS DATE) AS month, l.currency,
  CAST(sum(l.net) AS DECIMAL(38,18)) AS net
FROM service_line l
JOIN wanted_party w ON w.customer_name = COALESCE(l.customer_name, '') AND w.customer_tax_id = COALESCE(l.customer_tax_id, '')
  AND w.customer_ref = COALESCE(l.customer_ref, '') AND w.customer_email = COALESCE(l.customer_email, '')
GROUP BY l.customer_name, l.customer_tax_id, l.customer_ref, l.customer_email,
  l.description, l.item_code, l.project, l.account_code, l.category_code, l.engagement_type,
  CAST(date_trunc('month', l.issue_date) AS DATE), l.currency
