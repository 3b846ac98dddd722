-- The largest charges of each account in one file, about one in a hundred, so that an
-- explanation finds the largest charges of a figure without reading all of them.
-- A rest is the size from which on all charges of the account are here; NULL where
-- all of any size are. Where an account is cut is guessed from one charge in 61:
-- how well decides how many charges are here, never whether an answer is right.
-- Argument: the path of the file below the lake.
WITH account AS (
  SELECT billing_account_id AS billing, sub_account_id AS sub, count(*) AS row_count
  FROM charge
  GROUP BY billing_account_id, sub_account_id
),
fair AS (
  SELECT greatest(sum(row_count) / 100, 1000) / count(*) AS most FROM account
),
sampled AS (
  SELECT billing_account_id AS billing, sub_account_id AS sub,
    abs(COALESCE(effective_cost, 0)) AS effective, abs(COALESCE(billed_cost, 0)) AS billed, abs(COALESCE(list_cost, 0)) AS list
  FROM charge
  WHERE file_row_number % 61 = 0
),
ranked AS (
  SELECT billing, sub, effective, billed, list,
    row_number() OVER (PARTITION BY billing, sub ORDER BY effective DESC) AS by_effective,
    row_number() OVER (PARTITION BY billing, sub ORDER BY billed DESC) AS by_billed,
    row_number() OVER (PARTITION BY billing, sub ORDER BY list DESC) AS by_list
  FROM sampled
),
cut AS (
  SELECT a.billing, a.sub,
    max(CASE WHEN r.by_effective = ceil(f.most / 61) THEN r.effective END) AS effective_rest,
    max(CASE WHEN r.by_billed = ceil(f.most / 61) THEN r.billed END) AS billed_rest,
    max(CASE WHEN r.by_list = ceil(f.most / 61) THEN r.list END) AS list_rest
  FROM account a
  CROSS JOIN fair f
  LEFT JOIN ranked r ON r.billing IS NOT DISTINCT FROM a.billing AND r.sub IS NOT DISTINCT FROM a.sub AND a.row_count > f.most
  GROUP BY a.billing, a.sub
)
SELECT CAST(? AS VARCHAR) AS filename, c.file_row_number, c.source_row, c.billing_period_start, c.charge_period_start, c.provider_name,
  c.billing_account_id, c.sub_account_id, c.billing_currency, c.charge_category, c.sf_marketplace, c.sf_support, c.region_id, c.service_name,
  c.charge_description, c.effective_cost, c.billed_cost, c.list_cost, k.effective_rest, k.billed_rest, k.list_rest
FROM charge c
JOIN cut k ON k.billing IS NOT DISTINCT FROM c.billing_account_id AND k.sub IS NOT DISTINCT FROM c.sub_account_id
WHERE abs(COALESCE(c.effective_cost, 0)) >= COALESCE(k.effective_rest, 0)
  OR abs(COALESCE(c.billed_cost, 0)) >= COALESCE(k.billed_rest, 0)
  OR abs(COALESCE(c.list_cost, 0)) >= COALESCE(k.list_rest, 0)
