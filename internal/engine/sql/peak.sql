-- The largest charges of each account and kind in one file, about one in a hundred,
-- and those of each account, kind and service, as many again, so that an explanation
-- finds the largest charges of a figure without reading all of them. A rest is the
-- size from which on all charges of the account and kind (and service) are here;
-- NULL where all of any size are. Where it is cut is guessed from one charge in 61:
-- how well decides how many charges are here, never whether an answer is right.
-- Argument: the path of the file below the lake.
WITH kind AS (
  SELECT c.*, COALESCE(charge_category = 'Tax', FALSE) AS tax, COALESCE(charge_category = 'Credit', FALSE) AS credit,
    COALESCE(sf_marketplace, FALSE) AS marketplace, COALESCE(sf_support, FALSE) AS support,
    COALESCE(billing_account_id, '') AS billing, COALESCE(sub_account_id, '') AS sub, COALESCE(service_name, '') AS service
  FROM charge c
),
counted AS (
  SELECT billing, sub, tax, credit, marketplace, support, service, count(*) AS row_count
  FROM kind
  GROUP BY billing, sub, tax, credit, marketplace, support, service
),
account AS (
  SELECT billing, sub, tax, credit, marketplace, support, sum(row_count) AS row_count
  FROM counted
  GROUP BY billing, sub, tax, credit, marketplace, support
),
fair AS (
  SELECT a.most, s.most AS service_most
  FROM (SELECT greatest(sum(row_count) / 100, 1000) / count(*) AS most FROM account) a
  CROSS JOIN (SELECT greatest(sum(row_count) / 100, 1000) / count(*) AS most FROM counted) s
),
sampled AS (
  SELECT billing, sub, tax, credit, marketplace, support, service,
    abs(COALESCE(effective_cost, 0)) AS effective, abs(COALESCE(billed_cost, 0)) AS billed, abs(COALESCE(list_cost, 0)) AS list
  FROM kind
  WHERE file_row_number % 61 = 0
),
ranked AS (
  SELECT billing, sub, tax, credit, marketplace, support, service, effective, billed, list,
    row_number() OVER (PARTITION BY billing, sub, tax, credit, marketplace, support ORDER BY effective DESC) AS by_effective,
    row_number() OVER (PARTITION BY billing, sub, tax, credit, marketplace, support ORDER BY billed DESC) AS by_billed,
    row_number() OVER (PARTITION BY billing, sub, tax, credit, marketplace, support ORDER BY list DESC) AS by_list,
    row_number() OVER (PARTITION BY billing, sub, tax, credit, marketplace, support, service ORDER BY effective DESC) AS service_by_effective,
    row_number() OVER (PARTITION BY billing, sub, tax, credit, marketplace, support, service ORDER BY billed DESC) AS service_by_billed,
    row_number() OVER (PARTITION BY billing, sub, tax, credit, marketplace, support, service ORDER BY list DESC) AS service_by_list
  FROM sampled
),
account_cut AS (
  SELECT a.billing, a.sub, a.tax, a.credit, a.marketplace, a.support,
    max(CASE WHEN r.by_effective = ceil(f.most / 61) THEN r.effective END) AS effective_rest,
    max(CASE WHEN r.by_billed = ceil(f.most / 61) THEN r.billed END) AS billed_rest,
    max(CASE WHEN r.by_list = ceil(f.most / 61) THEN r.list END) AS list_rest
  FROM account a
  CROSS JOIN fair f
  LEFT JOIN ranked r ON r.billing = a.billing AND r.sub = a.sub AND r.tax = a.tax AND r.credit = a.credit
    AND r.marketplace = a.marketplace AND r.support = a.support AND a.row_count > f.most
  GROUP BY a.billing, a.sub, a.tax, a.credit, a.marketplace, a.support
),
service_cut AS (
  SELECT c.billing, c.sub, c.tax, c.credit, c.marketplace, c.support, c.service,
    max(CASE WHEN r.service_by_effective = ceil(f.service_most / 61) THEN r.effective END) AS effective_rest,
    max(CASE WHEN r.service_by_billed = ceil(f.service_most / 61) THEN r.billed END) AS billed_rest,
    max(CASE WHEN r.service_by_list = ceil(f.service_most / 61) THEN r.list END) AS list_rest
  FROM counted c
  CROSS JOIN fair f
  LEFT JOIN ranked r ON r.billing = c.billing AND r.sub = c.sub AND r.tax = c.tax AND r.credit = c.credit
    AND r.marketplace = c.marketplace AND r.support = c.support AND r.service = c.service AND c.row_count > f.service_most
  GROUP BY c.billing, c.sub, c.tax, c.credit, c.marketplace, c.support, c.service
),
cut AS (
  SELECT s.billing, s.sub, s.tax, s.credit, s.marketplace, s.support, s.service, a.effective_rest, a.billed_rest, a.list_rest,
    s.effective_rest AS service_effective_rest, s.billed_rest AS service_billed_rest, s.list_rest AS service_list_rest
  FROM service_cut s
  JOIN account_cut a ON a.billing = s.billing AND a.sub = s.sub AND a.tax = s.tax AND a.credit = s.credit
    AND a.marketplace = s.marketplace AND a.support = s.support
)
SELECT CAST(? AS VARCHAR) AS filename, c.file_row_number, c.source_row, c.billing_period_start, c.charge_period_start, c.provider_name,
  c.billing_account_id, c.sub_account_id, c.billing_currency, c.charge_category, c.sf_marketplace, c.sf_support, c.region_id, c.service_name,
  c.charge_description, c.effective_cost, c.billed_cost, c.list_cost, k.effective_rest, k.billed_rest, k.list_rest,
  k.service_effective_rest, k.service_billed_rest, k.service_list_rest
FROM kind c
JOIN cut k ON k.billing = c.billing AND k.sub = c.sub AND k.tax = c.tax AND k.credit = c.credit
  AND k.marketplace = c.marketplace AND k.support = c.support AND k.service = c.service
WHERE abs(COALESCE(c.effective_cost, 0)) >= least(COALESCE(k.effective_rest, 0), COALESCE(k.service_effective_rest, 0))
  OR abs(COALESCE(c.billed_cost, 0)) >= least(COALESCE(k.billed_rest, 0), COALESCE(k.service_billed_rest, 0))
  OR abs(COALESCE(c.list_cost, 0)) >= least(COALESCE(k.list_rest, 0), COALESCE(k.service_list_rest, 0))
