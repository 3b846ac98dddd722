-- When each customer began with what a rule looks for: the first month in which
-- an account that was ever the customer's had it, and the first in which it was
-- the customer's at that time. Months are counted from year 0, as
-- internal/core/period does. Where a month of an account has a price side, that
-- stands in place of the cost side.
-- trigger_use says which rule looks at what is sold, and what one thing of it is;
-- trigger_owner which owners are which customers.
WITH priced AS (
  SELECT DISTINCT COALESCE(sub_account_id, billing_account_id) AS account_id, month FROM charge_price
),
charged AS (
  SELECT c.month, c.billing_account_id, c.sub_account_id, c.provider_name, c.service_name, c.service_category, c.region_id, c.marketplace, c.support
  FROM charge_cost c
  LEFT JOIN priced p ON p.account_id = COALESCE(c.sub_account_id, c.billing_account_id) AND p.month = c.month
  WHERE p.account_id IS NULL AND COALESCE(c.charge_category, '') NOT IN ('Tax', 'Credit') AND c.effective_cost > 0
  UNION ALL
  SELECT month, billing_account_id, sub_account_id, provider_name, service_name, service_category, region_id, marketplace, support
  FROM charge_price
  WHERE COALESCE(charge_category, '') NOT IN ('Tax', 'Credit') AND effective_cost > 0
),
used AS (
  SELECT COALESCE(billing_account_id, '') AS billing_account_id, COALESCE(sub_account_id, '') AS sub_account_id,
    COALESCE(provider_name, '') AS provider, COALESCE(service_name, '') AS service, COALESCE(service_category, '') AS category,
    COALESCE(marketplace, FALSE) AS marketplace, COALESCE(support, FALSE) AS support, COALESCE(region_id, '') AS region, min(month) AS first_month
  FROM charged
  GROUP BY COALESCE(billing_account_id, ''), COALESCE(sub_account_id, ''), COALESCE(provider_name, ''), COALESCE(service_name, ''),
    COALESCE(service_category, ''), COALESCE(marketplace, FALSE), COALESCE(support, FALSE), COALESCE(region_id, '')
),
begun AS (
  SELECT u.rule, CASE WHEN u.by_region THEN c.region ELSE u.subject END AS subject, c.billing_account_id, c.sub_account_id, min(c.first_month) AS first_month
  FROM used c
  JOIN trigger_use u ON u.provider = c.provider AND u.service = c.service AND u.category = c.category
    AND u.marketplace = c.marketplace AND u.support = c.support
  WHERE NOT u.by_region OR c.region NOT IN ('', 'global', 'aws-global')
  GROUP BY u.rule, CASE WHEN u.by_region THEN c.region ELSE u.subject END, c.billing_account_id, c.sub_account_id
)
SELECT b.rule, w.customer, b.subject, min(b.first_month) AS first_month,
  min(CASE WHEN b.first_month >= o.from_month AND b.first_month < o.until_month THEN b.first_month END) AS own_month
FROM begun b
JOIN account_month o ON o.billing_account_id = b.billing_account_id AND o.sub_account_id = b.sub_account_id
JOIN trigger_owner w ON w.owner = o.owner
GROUP BY b.rule, w.customer, b.subject
ORDER BY b.rule, w.customer, first_month, b.subject
