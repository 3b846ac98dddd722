-- How many lines of services revenue there are, by everything that can say what a
-- line is, customer fields and issue month.
SELECT l.description, l.item_code, l.project, l.account_code, l.category_code, l.engagement_type,
  l.customer_name, l.customer_tax_id, l.customer_ref, l.customer_email,
  CAST(date_trunc('month', l.issue_date) AS DATE) AS month, count(*) AS line_count
FROM service_line l
WHERE l.issue_date >= CAST(? AS DATE) AND l.issue_date < CAST(? AS DATE)
GROUP BY l.description, l.item_code, l.project, l.account_code, l.category_code, l.engagement_type,
  l.customer_name, l.customer_tax_id, l.customer_ref, l.customer_email, CAST(date_trunc('month', l.issue_date) AS DATE)
