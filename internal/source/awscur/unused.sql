-- What was committed and not used: one more charge for each fee line item of a
-- reservation or Savings Plan whose commitment was not used up. It costs nothing
-- on the invoice (the fee does) and carries the unused part as effective cost.
-- Same columns as mapping.sql, in the same order.
SELECT
    line_item_availability_zone AS availability_zone,
    CAST(0 AS DECIMAL(38,18)) AS billed_cost,
    CASE
        WHEN length(bill_payer_account_id) BETWEEN 8 AND 11 AND translate(bill_payer_account_id, '0123456789', '') = '' THEN lpad(bill_payer_account_id, 12, '0')
        ELSE bill_payer_account_id
    END AS billing_account_id,
    bill_payer_account_name AS billing_account_name,
    line_item_currency_code AS billing_currency,
    sf_time(bill_billing_period_start_date) AS billing_period_start,
    COALESCE(sf_time(bill_billing_period_end_date), sf_time(bill_billing_period_start_date) + INTERVAL '1' MONTH) AS billing_period_end,
    'Usage' AS charge_category,
    CAST(NULL AS VARCHAR) AS charge_class,
    line_item_line_item_description AS charge_description,
    'Usage-Based' AS charge_frequency,
    sf_time(line_item_usage_start_date) AS charge_period_start,
    sf_time(line_item_usage_end_date) AS charge_period_end,
    CASE
        WHEN savings_plan_savings_plan_arn IS NOT NULL THEN 'Spend'
        WHEN reservation_reservation_arn IS NOT NULL AND NOT reservation_reservation_arn LIKE '%:capacity-reservation/%' THEN 'Usage'
    END AS commitment_discount_category,
    COALESCE(savings_plan_savings_plan_arn, CASE WHEN reservation_reservation_arn LIKE '%:capacity-reservation/%' THEN NULL ELSE reservation_reservation_arn END) AS commitment_discount_id,
    CAST(NULL AS VARCHAR) AS commitment_discount_name,
    'Unused' AS commitment_discount_status,
    CASE
        WHEN savings_plan_savings_plan_arn IS NOT NULL THEN 'Savings Plan'
        WHEN reservation_reservation_arn IS NOT NULL AND NOT reservation_reservation_arn LIKE '%:capacity-reservation/%' THEN 'Reserved Instance'
    END AS commitment_discount_type,
    CAST(NULL AS DECIMAL(38,18)) AS consumed_quantity,
    CAST(NULL AS VARCHAR) AS consumed_unit,
    CAST(0 AS DECIMAL(38,18)) AS contracted_cost,
    CAST(NULL AS DECIMAL(38,18)) AS contracted_unit_price,
    CASE line_item_line_item_type
        WHEN 'RIFee'
        THEN sf_decimal(COALESCE(reservation_net_unused_amortized_upfront_fee_for_billing_period,
                reservation_unused_amortized_upfront_fee_for_billing_period, '0'))
            + sf_decimal(COALESCE(reservation_net_unused_recurring_fee, reservation_unused_recurring_fee, '0'))
        ELSE sf_decimal(savings_plan_total_commitment)
            - sf_decimal(COALESCE(savings_plan_used_commitment, '0'))
    END AS effective_cost,
    COALESCE(bill_invoicing_entity,
        CASE
            WHEN bill_billing_entity LIKE 'Ningxia%' THEN 'Ningxia Western Cloud Data Technology Co., Ltd.'
            WHEN bill_billing_entity LIKE 'Beijing%' THEN 'Beijing Sinnet Technology Co., Ltd.'
        END,
        CASE WHEN bill_billing_entity LIKE '%Marketplace%' THEN NULL ELSE line_item_legal_entity END) AS invoice_issuer_name,
    CAST(0 AS DECIMAL(38,18)) AS list_cost,
    CAST(NULL AS DECIMAL(38,18)) AS list_unit_price,
    'Committed' AS pricing_category,
    CAST(NULL AS DECIMAL(38,18)) AS pricing_quantity,
    CAST(NULL AS VARCHAR) AS pricing_unit,
    'AWS' AS provider_name,
    COALESCE(line_item_legal_entity,
        CASE
            WHEN bill_billing_entity LIKE 'Ningxia%' THEN 'Ningxia Western Cloud Data Technology Co., Ltd.'
            WHEN bill_billing_entity LIKE 'Beijing%' THEN 'Beijing Sinnet Technology Co., Ltd.'
        END,
        CASE WHEN bill_billing_entity LIKE '%Marketplace%' THEN NULL ELSE bill_invoicing_entity END) AS publisher_name,
    COALESCE(product_region_code, product_region, json_extract_string(product, '$.region'), CASE
        WHEN line_item_usage_type LIKE 'CNN1-%' THEN 'cn-north-1'
        WHEN line_item_usage_type LIKE 'CNW1-%' THEN 'cn-northwest-1'
    END) AS region_id,
    COALESCE(product_location, json_extract_string(product, '$.location')) AS region_name,
    line_item_resource_id AS resource_id,
    CAST(NULL AS VARCHAR) AS resource_name,
    CAST(NULL AS VARCHAR) AS resource_type,
    /* service_category */ AS service_category,
    COALESCE(product_product_name, json_extract_string(product, '$.product_name'), product_servicename,
        json_extract_string(product, '$.servicename'), line_item_product_code) AS service_name,
    CASE WHEN line_item_line_item_type <> 'Tax' THEN product_sku END AS sku_id,
    CASE WHEN line_item_line_item_type <> 'Tax' THEN pricing_rate_code END AS sku_price_id,
    CASE
        WHEN length(line_item_usage_account_id) BETWEEN 8 AND 11 AND translate(line_item_usage_account_id, '0123456789', '') = '' THEN lpad(line_item_usage_account_id, 12, '0')
        ELSE line_item_usage_account_id
    END AS sub_account_id,
    line_item_usage_account_name AS sub_account_name,
    COALESCE(resource_tags, sf_tags) AS tags,
    CAST(NULL AS VARCHAR) AS capacity_reservation_id,
    CAST(NULL AS VARCHAR) AS capacity_reservation_status,
    CASE line_item_line_item_type
        WHEN 'RIFee' THEN sf_decimal(reservation_unused_quantity)
        ELSE sf_decimal(savings_plan_total_commitment) - sf_decimal(COALESCE(savings_plan_used_commitment, '0'))
    END AS commitment_discount_quantity,
    CASE line_item_line_item_type WHEN 'RIFee' THEN pricing_unit ELSE line_item_currency_code END AS commitment_discount_unit,
    CAST(NULL AS VARCHAR) AS service_subcategory,
    CAST(NULL AS VARCHAR) AS sku_meter,
    CAST(NULL AS VARCHAR) AS sku_price_details,
    CAST(NULL AS VARCHAR) AS billing_account_type,
    bill_invoice_id AS invoice_id,
    pricing_currency,
    CAST(NULL AS DECIMAL(38,18)) AS pricing_currency_contracted_unit_price,
    CAST(NULL AS DECIMAL(38,18)) AS pricing_currency_effective_cost,
    CAST(NULL AS DECIMAL(38,18)) AS pricing_currency_list_unit_price,
    CAST(NULL AS VARCHAR) AS sub_account_type,
    'AWS' AS service_provider_name,
    CAST(NULL AS VARCHAR) AS host_provider_name,
    CAST(NULL AS VARCHAR) AS contract_applied,
    CAST(NULL AS VARCHAR) AS allocated_method_id,
    CAST(NULL AS VARCHAR) AS allocated_method_details,
    CAST(NULL AS VARCHAR) AS allocated_resource_id,
    CAST(NULL AS VARCHAR) AS allocated_resource_name,
    CAST(NULL AS VARCHAR) AS allocated_tags,
    CAST(NULL AS DECIMAL(38,38)) AS billed_cost_residue,
    CAST(NULL AS DECIMAL(38,38)) AS effective_cost_residue,
    CAST(NULL AS DECIMAL(38,38)) AS list_cost_residue,
    CAST(NULL AS DECIMAL(38,38)) AS contracted_cost_residue,
    COALESCE(bill_billing_entity LIKE '%Marketplace%', FALSE) AS sf_marketplace,
    COALESCE(line_item_product_code LIKE '%Support%', FALSE) AS sf_support,
    CASE
        WHEN length(line_item_usage_account_id) BETWEEN 8 AND 11
            AND translate(line_item_usage_account_id, '0123456789', '') = ''
        THEN TRUE
        ELSE FALSE
    END AS sf_account_padded,
    identity_line_item_id AS x_line_item_id,
    line_item_line_item_type AS x_line_item_type,
    bill_bill_type AS x_bill_type,
    bill_billing_entity AS x_billing_entity,
    bill_invoicing_entity AS x_invoicing_entity,
    line_item_legal_entity AS x_legal_entity,
    line_item_product_code AS x_service_code,
    line_item_usage_type AS x_usage_type,
    line_item_operation AS x_operation,
    CAST(NULL AS VARCHAR) AS x_discounts,
    cost_category AS x_cost_categories,
    CAST(NULL AS DECIMAL(38,18)) AS x_unblended_cost,
    CAST(NULL AS DECIMAL(38,18)) AS x_net_unblended_cost,
    CAST(NULL AS DECIMAL(38,18)) AS x_blended_cost
FROM raw
WHERE line_item_line_item_type IN ('RIFee', 'SavingsPlanRecurringFee')
    AND CASE line_item_line_item_type
        WHEN 'RIFee'
        THEN sf_decimal(COALESCE(reservation_net_unused_amortized_upfront_fee_for_billing_period,
                reservation_unused_amortized_upfront_fee_for_billing_period, '0'))
            + sf_decimal(COALESCE(reservation_net_unused_recurring_fee, reservation_unused_recurring_fee, '0'))
        ELSE sf_decimal(savings_plan_total_commitment)
            - sf_decimal(COALESCE(savings_plan_used_commitment, '0'))
    END > 0
