-- The lines of some documents. Place counts a document's lines from 1.
SELECT l.batch_id, l.line_no, l.document, l.line_id, l.place, l.currency, l.net
FROM (
  SELECT batch_id, line_no, document, line_id, currency, net,
    row_number() OVER (PARTITION BY batch_id, lower(trim(document)) ORDER BY line_no) AS place
  FROM service_line
) l
JOIN wanted_document w ON w.document = lower(trim(l.document))
