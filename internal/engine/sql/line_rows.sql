-- The service lines behind some facts, each with its file and row.
SELECT w.line_group, l.batch_id, l.file_ordinal, l.source_row, l.document, l.customer_name, l.description, m.net
FROM service_month m
JOIN service_line l ON l.batch_id = m.batch_id AND l.line_no = m.line_no
LEFT JOIN turning_month t ON t.month = m.month
LEFT JOIN marked_line k ON k.batch_id = m.batch_id AND k.line_no = m.line_no
JOIN wanted_line w ON w.month = m.month AND w.basis = m.basis
  AND w.day = CASE WHEN m.basis = 'invoiced' AND t.month IS NOT NULL THEN COALESCE(l.issue_date, m.month) ELSE m.month END
  AND w.mark = COALESCE(k.mark, 0)
  AND w.currency = COALESCE(l.currency, '')
  AND w.customer_name = COALESCE(l.customer_name, '') AND w.customer_tax_id = COALESCE(l.customer_tax_id, '')
  AND w.customer_ref = COALESCE(l.customer_ref, '') AND w.customer_email = COALESCE(l.customer_email, '')
  AND w.item_code = COALESCE(l.item_code, '') AND w.account_code = COALESCE(l.account_code, '')
  AND w.project = COALESCE(l.project, '') AND w.description = COALESCE(l.description, '')
  AND w.category_code = COALESCE(l.category_code, '') AND w.engagement_type = COALESCE(l.engagement_type, '') AND w.provider = COALESCE(l.provider, '')
ORDER BY w.line_group, l.batch_id, l.line_no
