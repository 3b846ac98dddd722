-- What the bill says of itself before any mapping, for tying the two together.
SELECT
  x_line_item_type AS line_item_type,
  count(*) AS row_count,
  CAST(COALESCE(sum(CAST(x_unblended_cost AS DECIMAL(38,18))), 0) AS DECIMAL(38,18)) AS unblended_cost,
  CAST(COALESCE(sum(billed_cost), 0) AS DECIMAL(38,18)) AS billed_cost
FROM charge
GROUP BY x_line_item_type
ORDER BY x_line_item_type
