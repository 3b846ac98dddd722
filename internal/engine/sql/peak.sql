-- The largest charges of each account and kind in one file, about one in a hundred,
-- so that an explanation finds the largest charges of a figure without reading all
-- of them. A rest is the size from which on all charges of the account and kind are
-- here; NULL where all of any size are. Where it is cut is guessed from one charge
-- in 61: how well decides how many charges are here, never whether an answer is right.
-- Argument: the path of the file below the lake.
WITH kind AS (
  SELECT c.*, COALESCE(charge_category = 'Tax', FALSE) AS tax, COALESCE(charge_category = 'Credit', FALSE) AS credit,
    COALESCE(sf_marketplace, FALSE) AS marketplace, COALESCE(sf_support, FALSE) AS support,
    COALESCE(billing_account_id, '') AS billing, COALESCE(sub_account_id, '') AS sub
  FROM charge c
),
counted AS (
  SELECT billing, sub, tax, credit, marketplace, support, count(*) AS row_count
  FROM kind
  GROUP BY billing, sub, tax, credit, marketplace, support
),
fair AS (
  SELECT greatest(sum(row_count) / 100, 1000) / count(*) AS most FROM counted
),
sampled AS (
  SELECT billing, sub, tax, credit, marketplace, support,
    abs(COALESCE(effective_cost, 0)) AS effective, abs(COALESCE(billed_cost, 0)) AS billed, abs(COALESCE(list_cost, 0)) AS list
  FROM kind
  WHERE file_row_number % 61 = 0
),
ranked AS (
  SELECT billing, sub, tax, credit, marketplace, support, effective, billed, list,
    row_number() OVER (PARTITION BY billing, sub, tax, credit, marketplace, support ORDER BY effective DESC) AS by_effective,
    row_number() OVER (PARTITION BY billing, sub, tax, credit, marketplace, support ORDER BY billed DESC) AS by_billed,
    row_number() OVER (PARTITION BY billing, sub, tax, credit, marketplace, support ORDER BY list DESC) AS by_list
  FROM sampled
),
cut AS (
  SELECT a.billing, a.sub, a.tax, a.credit, a.marketplace, a.support,
    max(CASE WHEN r.by_effective = ceil(f.most / 61) THEN r.effective END) AS effective_rest,
    max(CASE WHEN r.by_billed = ceil(f.most / 61) THEN r.billed END) AS billed_rest,
    max(CASE WHEN r.by_list = ceil(f.most / 61) THEN r.list END) AS list_rest
  FROM counted a
  CROSS JOIN fair f
  LEFT JOIN ranked r ON r.billing = a.billing AND r.sub = a.sub AND r.tax = a.tax AND r.credit = a.credit
    AND r.marketplace = a.marketplace AND r.support = a.support AND a.row_count > f.most
  GROUP BY a.billing, a.sub, a.tax, a.credit, a.marketplace, a.support
)
SELECT CAST(? AS VARCHAR) AS filename, c.file_row_number, c.source_row, c.billing_period_start, c.charge_period_start, c.provider_name,
  c.billing_account_id, c.sub_account_id, c.billing_currency, c.charge_category, c.sf_marketplace, c.sf_support, c.region_id, c.service_name,
  COALESCE(c.service_category, '') AS service_category,
  c.charge_description, c.effective_cost, c.billed_cost, c.list_cost, k.effective_rest, k.billed_rest, k.list_rest
FROM kind c
JOIN cut k ON k.billing = c.billing AND k.sub = c.sub AND k.tax = c.tax AND k.credit = c.credit
  AND k.marketplace = c.marketplace AND k.support = c.support
WHERE abs(COALESCE(c.effective_cost, 0)) >= COALESCE(k.effective_rest, 0)
  OR abs(COALESCE(c.billed_cost, 0)) >= COALESCE(k.billed_rest, 0)
  OR abs(COALESCE(c.list_cost, 0)) >= COALESCE(k.list_rest, 0)
