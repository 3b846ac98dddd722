-- Which files of charges the roll-ups of some months are of.
SELECT DISTINCT batch_id, charge_file FROM charge_month
