-- Services revenue by everything that decides whose it is and what it is. What
-- counts as invoiced in a month in which a customer takes over another's name or
-- number keeps its issue date; all else stands under the month's first day. Lines
-- of which shares or pairs speak have a mark of their own.
-- Arguments: first month, month after the last, and a basis twice.
WITH dated AS (
  SELECT l.customer_name, l.customer_tax_id, l.customer_ref, l.customer_email,
    l.item_code, l.account_code, l.project, l.description, l.category_code, l.provider, l.engagement_type,
    l.currency, m.month, m.basis, m.net, COALESCE(k.mark, 0) AS mark,
    CASE WHEN m.basis = 'invoiced' AND t.month IS NOT NULL THEN COALESCE(l.issue_date, m.month) ELSE m.month END AS day
  FROM service_month m
  JOIN service_line l ON l.batch_id = m.batch_id AND l.line_no = m.line_no
  LEFT JOIN turning_month t ON t.month = m.month
  LEFT JOIN marked_line k ON k.batch_id = m.batch_id AND k.line_no = m.line_no
  WHERE m.month >= CAST(? AS DATE) AND m.month < CAST(? AS DATE) AND m.basis IN (?, ?)
)
SELECT customer_name, customer_tax_id, customer_ref, customer_email,
  item_code, account_code, project, description, category_code, provider,
  currency, month, basis, day, mark,
  CAST(sum(net) AS DECIMAL(38,18)) AS net, engagement_type
FROM dated
GROUP BY customer_name, customer_tax_id, customer_ref, customer_email,
  item_code, account_code, project, description, category_code, provider,
  currency, month, basis, day, mark, engagement_type
