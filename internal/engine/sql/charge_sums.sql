-- What charge_rows.sql would give, summed: by import, file and currency, and by
-- size, so that the largest can be found without sorting all. Size is a power of
-- two that an amount reaches, NULL for what is tiny: comparing exact numbers takes
-- a fraction of the time of a logarithm.
-- The relation marked_charge has what is paired with a line of a book.
-- Arguments: whether provider, region, service, family, account, payer are kept
-- apart; whether the day decides whose a charge is; twice whether some charge is
-- marked; whether the effective, the billed, the list cost counts; the first
-- billing period and the one after the last.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
labelled AS (
  SELECT c.filename, CAST(date_trunc('month', c.billing_period_start) AS DATE) AS month,
    c.provider_name, c.billing_account_id, c.sub_account_id, c.billing_currency,
    c.charge_category = 'Tax' AS tax, c.charge_category = 'Credit' AS credit, c.sf_marketplace, c.sf_support,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.provider_name, '') ELSE '' END AS provider,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.region_id, '') ELSE '' END AS region,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.service_name, '') ELSE '' END AS service,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.service_category, '') ELSE '' END AS family,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.sub_account_id, c.billing_account_id, '') ELSE '' END AS account,
    CASE WHEN CAST(? AS BOOLEAN) THEN COALESCE(c.billing_account_id, '') ELSE '' END AS payer,
    CASE WHEN CAST(? AS BOOLEAN) THEN CAST(c.charge_period_start AS DATE) END AS day,
    CASE WHEN CAST(? AS BOOLEAN) AND c.sf_marketplace THEN COALESCE(c.service_name, '') END AS sold,
    CASE WHEN CAST(? AS BOOLEAN) AND c.sf_marketplace THEN COALESCE(c.charge_description, '') END AS description,
    CASE WHEN CAST(? AS BOOLEAN) THEN c.effective_cost WHEN CAST(? AS BOOLEAN) THEN c.billed_cost WHEN CAST(? AS BOOLEAN) THEN c.list_cost END AS amount
  FROM charge c
  WHERE c.billing_period_start >= CAST(? AS TIMESTAMP) AND c.billing_period_start < CAST(? AS TIMESTAMP)
),
sized AS (
  SELECT l.*, CASE
      WHEN abs(amount) >= 16777216 THEN 24 WHEN abs(amount) >= 1048576 THEN 20 WHEN abs(amount) >= 262144 THEN 18
      WHEN abs(amount) >= 65536 THEN 16 WHEN abs(amount) >= 16384 THEN 14 WHEN abs(amount) >= 8192 THEN 13
      WHEN abs(amount) >= 4096 THEN 12 WHEN abs(amount) >= 2048 THEN 11 WHEN abs(amount) >= 1024 THEN 10
      WHEN abs(amount) >= 512 THEN 9 WHEN abs(amount) >= 256 THEN 8 WHEN abs(amount) >= 128 THEN 7
      WHEN abs(amount) >= 64 THEN 6 WHEN abs(amount) >= 32 THEN 5 WHEN abs(amount) >= 16 THEN 4
      WHEN abs(amount) >= 8 THEN 3 WHEN abs(amount) >= 4 THEN 2 WHEN abs(amount) >= 2 THEN 1
      WHEN abs(amount) >= 1 THEN 0 WHEN abs(amount) >= 0.5 THEN -1 WHEN abs(amount) >= 0.25 THEN -2
      WHEN abs(amount) >= 0.125 THEN -3 WHEN abs(amount) >= 0.0625 THEN -4 WHEN abs(amount) >= 0.03125 THEN -5
      WHEN abs(amount) >= 0.015625 THEN -6 WHEN abs(amount) >= 0.00390625 THEN -8 WHEN abs(amount) >= 0.0009765625 THEN -10
    END AS size
  FROM labelled l
),
summed AS (
  SELECT filename, month, provider_name, billing_account_id, sub_account_id, billing_currency, tax, credit, sf_marketplace, sf_support,
    provider, region, service, family, account, payer, day, sold, description,
    size, count(*) AS row_count, sum(amount) AS amount
  FROM sized
  GROUP BY filename, month, provider_name, billing_account_id, sub_account_id, billing_currency, tax, credit, sf_marketplace, sf_support,
    provider, region, service, family, account, payer, day, sold, description, size
),
live AS (
  SELECT f.batch_id, f.file_ordinal, f.is_price, s.month, greatest(s.month, least(s.last_day, COALESCE(c.day, s.month))) AS day,
    c.billing_account_id, c.sub_account_id, s.currency, COALESCE(c.tax, FALSE) AS tax, COALESCE(c.credit, FALSE) AS credit,
    COALESCE(c.sf_marketplace, FALSE) AS marketplace, COALESCE(c.sf_support, FALSE) AS support, COALESCE(k.mark, 0) AS mark,
    c.provider, c.region, c.service, c.family, c.account, c.payer, c.size, c.row_count, c.amount
  FROM summed c
  JOIN charge_file f ON f.path = c.filename
  JOIN live_slice s ON s.batch_id = f.batch_id AND s.month = c.month AND s.currency = COALESCE(upper(trim(c.billing_currency)), '')
    AND (s.source IS NULL OR s.source = COALESCE(c.provider_name, '?') || '/' || COALESCE(c.billing_account_id, '?'))
  LEFT JOIN marked_charge k ON NOT COALESCE(c.tax, FALSE) AND NOT COALESCE(c.credit, FALSE)
    AND k.month = s.month AND k.currency = s.currency
    AND k.billing_account_id = COALESCE(c.billing_account_id, '') AND k.sub_account_id = COALESCE(c.sub_account_id, '')
    AND k.sold = c.sold AND k.description = c.description
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
SELECT o.batch_id, o.file_ordinal, o.currency, o.size, CAST(sum(o.row_count) AS BIGINT) AS row_count,
  CAST(COALESCE(sum(o.amount), 0) AS DECIMAL(38,18)) AS amount
FROM owned o
JOIN wanted_charge w ON w.owner = o.owner AND w.month = o.month AND w.currency = o.currency
  AND w.tax = o.tax AND w.credit = o.credit AND w.marketplace = o.marketplace AND w.support = o.support
  AND w.is_price = o.is_price AND w.mark = o.mark
  AND w.provider = o.provider AND w.region = o.region AND w.service = o.service
  AND w.family = o.family AND w.account = o.account AND w.payer = o.payer
GROUP BY o.batch_id, o.file_ordinal, o.currency, o.size
