-- What charges say of accounts beside their name: the tags and resource names
-- met most often, a bounded number for each account and batch, so that what a batch
-- says does not depend on the others. Argument: that number.
SELECT account_id, tags, resource_name
FROM (
  SELECT account_id, batch_id, tags, resource_name,
    row_number() OVER (PARTITION BY account_id, batch_id ORDER BY charges DESC, tags, resource_name) AS place
  FROM (
    SELECT w.account_id, w.batch_id, c.tags, c.resource_name, count(*) AS charges
    FROM charge c
    JOIN charge_file f ON f.path = c.filename
    JOIN wanted_account w ON w.account_id = COALESCE(c.sub_account_id, c.billing_account_id) AND w.batch_id = f.batch_id
    WHERE c.tags IS NOT NULL OR c.resource_name IS NOT NULL
    GROUP BY w.account_id, w.batch_id, c.tags, c.resource_name
  ) counted
) ranked
WHERE place <= CAST(? AS BIGINT)
ORDER BY account_id, batch_id, place
