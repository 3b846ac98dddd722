-- Services revenue by everything that can say what it is, and issue month.
SELECT l.description, l.item_code, l.project, l.account_code, l.category_code, l.currency,
  CAST(date_trunc('month', l.issue_date) AS DATE) AS month,
  count(*) AS line_count, CAST(sum(l.net) AS DECIMAL(38,18)) AS net, l.engagement_type
FROM service_line l
GROUP BY l.description, l.item_code, l.project, l.account_code, l.category_code, l.currency, l.engagement_type,
  CAST(date_trunc('month', l.issue_date) AS DATE)
ORDER BY l.description, l.item_code, l.project, l.account_code, l.category_code, l.currency, l.engagement_type, month
