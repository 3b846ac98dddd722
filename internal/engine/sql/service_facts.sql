-- Services revenue by everything that decides whose it is and what it is.
-- Arguments: first month, month after the last, and a basis twice.
SELECT l.customer_name, l.customer_tax_id, l.customer_ref, l.customer_email,
  l.item_code, l.account_code, l.project, l.description, l.category_code, l.provider,
  l.currency, m.month, m.basis,
  CAST(sum(m.net) AS DECIMAL(38,18)) AS net
FROM service_month m
JOIN service_line l ON l.batch_id = m.batch_id AND l.line_no = m.line_no
WHERE m.month >= CAST(? AS DATE) AND m.month < CAST(? AS DATE) AND m.basis IN (?, ?)
GROUP BY l.customer_name, l.customer_tax_id, l.customer_ref, l.customer_email,
  l.item_code, l.account_code, l.project, l.description, l.category_code, l.provider,
  l.currency, m.month, m.basis
