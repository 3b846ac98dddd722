-- Which accounts the charges name, as they are written there.
SELECT billing_account_id, sub_account_id
FROM charge_unread
GROUP BY billing_account_id, sub_account_id
