-- Every service line with what names it, whose it may be and what it may be.
SELECT document, line_id,
  row_number() OVER (PARTITION BY batch_id, lower(trim(document)) ORDER BY line_no) AS place,
  currency, net, issue_date,
  customer_name, customer_tax_id, customer_ref, customer_email,
  item_code, account_code, project, description, category_code, engagement_type
FROM service_line
