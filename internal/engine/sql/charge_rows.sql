-- The charges behind some cloud facts, each with its file and place in it, the
-- largest first. The steps are those of cloud_facts.sql and, for months in which
-- an account changes hands, of cut_facts.sql, on the charges instead of their
-- roll-up.
-- Arguments: whether provider, region, service, family, account, payer are kept
-- apart; whether the effective, the billed, the list cost counts; the first billing period and the
-- one after the last; the least amount, on either side of zero; how many rows.
-- The relation marked_charge has what is paired with a line of a book.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
valued AS (
  SELECT c.*, CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.provider_name, '') ELSE '' END AS provider,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.region_id, '') ELSE '' END AS region,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.service_name, '') ELSE '' END AS service,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.service_category, '') ELSE '' END AS family,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.sub_account_id, c.billing_account_id, '') ELSE '' END AS account,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.billing_account_id, '') ELSE '' END AS payer,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.effective_cost WHEN CAST(? AS BOOLEAN) THEN c.billed_cost WHEN CAST(? AS BOOLEAN) THEN c.list_cost END AS amount
  FROM charge c
  WHERE c.billing_period_start >= CAST(? AS TIMESTAMP) AND c.billing_period_start < CAST(? AS TIMESTAMP)
),
live AS (
  SELECT f.batch_id, f.file_ordinal, f.is_price, c.file_row_number, c.source_row, s.month,
    greatest(s.month, least(s.last_day, COALESCE(CAST(c.charge_period_start AS DATE), s.month))) AS day,
    c.billing_account_id, c.sub_account_id, s.currency,
    COALESCE(c.charge_category = 'Tax', FALSE) AS tax, COALESCE(c.charge_category = 'Credit', FALSE) AS credit,
    COALESCE(c.sf_marketplace, FALSE) AS marketplace, COALESCE(c.sf_support, FALSE) AS support,
    COALESCE(k.mark, 0) AS mark, c.provider, c.region, c.service, c.family, c.account, c.payer, c.service_name, c.charge_description, c.amount
  FROM valued c
  JOIN charge_file f ON f.path = c.filename
  JOIN live_slice s ON s.batch_id = f.batch_id
    AND s.month = CAST(date_trunc('month', c.billing_period_start) AS DATE)
    AND s.currency = COALESCE(upper(trim(c.billing_currency)), '')
    AND (s.source IS NULL OR s.source = COALESCE(c.provider_name, '?') || '/' || COALESCE(c.billing_account_id, '?'))
  LEFT JOIN marked_charge k ON c.sf_marketplace AND COALESCE(c.charge_category, '') NOT IN ('Tax', 'Credit')
    AND k.month = s.month AND k.currency = s.currency
    AND k.billing_account_id = COALESCE(c.billing_account_id, '') AND k.sub_account_id = COALESCE(c.sub_account_id, '')
    AND k.sold = COALESCE(c.service_name, '') AND k.description = COALESCE(c.charge_description, '')
  WHERE abs(COALESCE(c.amount, 0)) >= CAST(? AS DECIMAL(38,18))
),
owned AS (
  SELECT l.*, CASE WHEN COALESCE(o.owner, 1) = 0 THEN COALESCE(d.owner, 1) ELSE COALESCE(o.owner, 1) END AS owner
  FROM live l
  LEFT JOIN account_month o ON o.billing_account_id = COALESCE(l.billing_account_id, '')
    AND o.sub_account_id = COALESCE(l.sub_account_id, '') AND l.month >= o.from_month AND l.month < o.until_month
  LEFT JOIN account_day d ON o.owner = 0 AND d.billing_account_id = COALESCE(l.billing_account_id, '')
    AND d.sub_account_id = COALESCE(l.sub_account_id, '') AND l.day >= d.from_day AND l.day < d.until_day
  LEFT JOIN priced pr ON pr.account_id = COALESCE(l.sub_account_id, l.billing_account_id) AND pr.month = l.month
  WHERE l.is_price OR pr.account_id IS NULL
)
SELECT w.cloud_group, o.batch_id, o.file_ordinal, o.file_row_number, o.source_row, o.sub_account_id, o.service_name,
  o.charge_description, o.amount
FROM owned o
JOIN wanted_charge w ON w.owner = o.owner AND w.month = o.month AND w.currency = o.currency
  AND w.tax = o.tax AND w.credit = o.credit AND w.marketplace = o.marketplace AND w.support = o.support
  AND w.is_price = o.is_price AND w.mark = o.mark
  AND w.provider = o.provider AND w.region = o.region AND w.service = o.service
  AND w.family = o.family AND w.account = o.account AND w.payer = o.payer
ORDER BY abs(COALESCE(o.amount, 0)) DESC, o.batch_id, o.file_ordinal, o.file_row_number, o.source_row
LIMIT CAST(? AS BIGINT)
