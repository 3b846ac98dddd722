-- One line item of an AWS Cost and Usage Report becomes one FOCUS charge.
-- docs/mapping-aws-cur.md states the rules; a test compares that page with what
-- this query does. Costs are chosen as they stand in the source and converted
-- once, so that choosing never rounds.
SELECT
    line_item_availability_zone AS availability_zone,
    sf_decimal(CASE
        WHEN line_item_line_item_type IN ('SavingsPlanCoveredUsage', 'DiscountedUsage', 'SavingsPlanNegation') THEN '0'
        ELSE COALESCE(line_item_net_unblended_cost, line_item_unblended_cost)
    END) AS billed_cost,
    CASE
        WHEN length(bill_payer_account_id) BETWEEN 8 AND 11 AND translate(bill_payer_account_id, '0123456789', '') = '' THEN lpad(bill_payer_account_id, 12, '0')
        ELSE bill_payer_account_id
    END AS billing_account_id,
    bill_payer_account_name AS billing_account_name,
    line_item_currency_code AS billing_currency,
    sf_time(bill_billing_period_start_date) AS billing_period_start,
    COALESCE(sf_time(bill_billing_period_end_date), sf_time(bill_billing_period_start_date) + INTERVAL '1' MONTH) AS billing_period_end,
    CASE
        WHEN line_item_line_item_type IN ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage', 'SavingsPlanNegation') THEN 'Usage'
        WHEN line_item_line_item_type LIKE '%Discount' THEN 'Usage'
        WHEN line_item_line_item_type IN ('Fee', 'RIFee', 'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee') THEN 'Purchase'
        WHEN line_item_line_item_type = 'Tax' THEN 'Tax'
        WHEN line_item_line_item_type = 'Credit' THEN 'Credit'
        WHEN line_item_line_item_type = 'Refund' AND line_item_tax_type IS NOT NULL THEN 'Tax'
        WHEN line_item_line_item_type = 'Refund' AND COALESCE(savings_plan_savings_plan_arn, reservation_reservation_arn) IS NOT NULL THEN 'Purchase'
        WHEN line_item_line_item_type = 'Refund' AND line_item_usage_type IS NOT NULL THEN 'Usage'
        WHEN line_item_line_item_type IS NOT NULL THEN 'Adjustment'
    END AS charge_category,
    CASE WHEN line_item_line_item_type = 'Refund' THEN 'Correction' END AS charge_class,
    line_item_line_item_description AS charge_description,
    CASE
        WHEN (line_item_line_item_type IN ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage', 'SavingsPlanNegation') OR line_item_line_item_type LIKE '%Discount') THEN 'Usage-Based'
        WHEN line_item_line_item_type IN ('RIFee', 'SavingsPlanRecurringFee') THEN 'Recurring'
        ELSE 'One-Time'
    END AS charge_frequency,
    sf_time(line_item_usage_start_date) AS charge_period_start,
    sf_time(line_item_usage_end_date) AS charge_period_end,
    CASE
        WHEN savings_plan_savings_plan_arn IS NOT NULL THEN 'Spend'
        WHEN reservation_reservation_arn IS NOT NULL AND NOT reservation_reservation_arn LIKE '%:capacity-reservation/%' THEN 'Usage'
    END AS commitment_discount_category,
    COALESCE(savings_plan_savings_plan_arn, CASE WHEN reservation_reservation_arn LIKE '%:capacity-reservation/%' THEN NULL ELSE reservation_reservation_arn END) AS commitment_discount_id,
    CAST(NULL AS VARCHAR) AS commitment_discount_name,
    CASE WHEN line_item_line_item_type IN ('SavingsPlanCoveredUsage', 'DiscountedUsage', 'SavingsPlanNegation') THEN 'Used' END AS commitment_discount_status,
    CASE
        WHEN savings_plan_savings_plan_arn IS NOT NULL THEN 'Savings Plan'
        WHEN reservation_reservation_arn IS NOT NULL AND NOT reservation_reservation_arn LIKE '%:capacity-reservation/%' THEN 'Reserved Instance'
    END AS commitment_discount_type,
    CASE WHEN line_item_line_item_type IN ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage') THEN sf_decimal(line_item_usage_amount) END AS consumed_quantity,
    CASE WHEN line_item_line_item_type IN ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage') THEN pricing_unit END AS consumed_unit,
    sf_decimal(CASE
        WHEN line_item_line_item_type IN ('SavingsPlanCoveredUsage', 'DiscountedUsage') THEN COALESCE(pricing_public_on_demand_cost, line_item_unblended_cost)
        WHEN line_item_line_item_type = 'SavingsPlanNegation' THEN '0'
        ELSE line_item_unblended_cost
    END) AS contracted_cost,
    CASE
        WHEN line_item_line_item_type IN ('SavingsPlanCoveredUsage', 'DiscountedUsage') THEN sf_decimal(COALESCE(pricing_public_on_demand_rate, line_item_unblended_rate))
        WHEN line_item_line_item_type <> 'Tax' THEN sf_decimal(line_item_unblended_rate)
    END AS contracted_unit_price,
    sf_decimal(CASE
        WHEN line_item_line_item_type = 'Usage' THEN COALESCE(line_item_net_unblended_cost, line_item_unblended_cost)
        WHEN line_item_line_item_type = 'SavingsPlanCoveredUsage'
        THEN COALESCE(savings_plan_net_savings_plan_effective_cost, savings_plan_savings_plan_effective_cost)
        WHEN line_item_line_item_type = 'DiscountedUsage' THEN COALESCE(reservation_net_effective_cost, reservation_effective_cost)
        WHEN line_item_line_item_type IN ('SavingsPlanNegation', 'RIFee', 'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee') THEN '0'
        WHEN line_item_line_item_type = 'Fee' AND reservation_reservation_arn IS NOT NULL AND NOT reservation_reservation_arn LIKE '%:capacity-reservation/%' THEN '0'
        ELSE COALESCE(line_item_net_unblended_cost, line_item_unblended_cost)
    END) AS effective_cost,
    COALESCE(bill_invoicing_entity,
        CASE
            WHEN bill_billing_entity LIKE 'Ningxia%' THEN 'Ningxia Western Cloud Data Technology Co., Ltd.'
            WHEN bill_billing_entity LIKE 'Beijing%' THEN 'Beijing Sinnet Technology Co., Ltd.'
        END,
        CASE WHEN bill_billing_entity LIKE '%Marketplace%' THEN NULL ELSE line_item_legal_entity END) AS invoice_issuer_name,
    sf_decimal(CASE
        WHEN line_item_line_item_type IN ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage')
        THEN COALESCE(pricing_public_on_demand_cost, line_item_unblended_cost)
        WHEN (line_item_line_item_type = 'SavingsPlanNegation' OR line_item_line_item_type LIKE '%Discount') THEN '0'
        ELSE line_item_unblended_cost
    END) AS list_cost,
    CASE WHEN line_item_line_item_type <> 'Tax' THEN sf_decimal(pricing_public_on_demand_rate) END AS list_unit_price,
    CASE
        WHEN line_item_line_item_type IN ('SavingsPlanCoveredUsage', 'DiscountedUsage') THEN 'Committed'
        WHEN line_item_line_item_type = 'Usage' AND (pricing_term = 'Spot' OR line_item_usage_type LIKE '%SpotUsage%') THEN 'Dynamic'
        WHEN line_item_line_item_type IN ('Usage', 'Fee', 'RIFee', 'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee') THEN 'Standard'
        WHEN (line_item_line_item_type = 'SavingsPlanNegation' OR line_item_line_item_type LIKE '%Discount') THEN 'Other'
    END AS pricing_category,
    CASE WHEN line_item_line_item_type <> 'Tax' THEN sf_decimal(line_item_usage_amount) END AS pricing_quantity,
    CASE WHEN line_item_line_item_type <> 'Tax' THEN pricing_unit END AS pricing_unit,
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
    CASE WHEN reservation_reservation_arn LIKE '%:capacity-reservation/%' THEN reservation_reservation_arn END AS capacity_reservation_id,
    CASE
        WHEN reservation_reservation_arn LIKE '%:capacity-reservation/%' AND line_item_usage_type LIKE '%Unused%' THEN 'Unused'
        WHEN reservation_reservation_arn LIKE '%:capacity-reservation/%' AND line_item_line_item_type = 'Usage' THEN 'Used'
    END AS capacity_reservation_status,
    CASE
        WHEN line_item_line_item_type = 'SavingsPlanCoveredUsage'
        THEN sf_decimal(COALESCE(savings_plan_net_savings_plan_effective_cost, savings_plan_savings_plan_effective_cost))
        WHEN line_item_line_item_type = 'DiscountedUsage' THEN sf_decimal(line_item_usage_amount)
    END AS commitment_discount_quantity,
    CASE
        WHEN line_item_line_item_type = 'SavingsPlanCoveredUsage' THEN line_item_currency_code
        WHEN line_item_line_item_type = 'DiscountedUsage' THEN pricing_unit
    END AS commitment_discount_unit,
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
    sf_residue(CASE
        WHEN line_item_line_item_type IN ('SavingsPlanCoveredUsage', 'DiscountedUsage', 'SavingsPlanNegation') THEN '0'
        ELSE COALESCE(line_item_net_unblended_cost, line_item_unblended_cost)
    END) AS billed_cost_residue,
    sf_residue(CASE
        WHEN line_item_line_item_type = 'Usage' THEN COALESCE(line_item_net_unblended_cost, line_item_unblended_cost)
        WHEN line_item_line_item_type = 'SavingsPlanCoveredUsage'
        THEN COALESCE(savings_plan_net_savings_plan_effective_cost, savings_plan_savings_plan_effective_cost)
        WHEN line_item_line_item_type = 'DiscountedUsage' THEN COALESCE(reservation_net_effective_cost, reservation_effective_cost)
        WHEN line_item_line_item_type IN ('SavingsPlanNegation', 'RIFee', 'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee') THEN '0'
        WHEN line_item_line_item_type = 'Fee' AND reservation_reservation_arn IS NOT NULL AND NOT reservation_reservation_arn LIKE '%:capacity-reservation/%' THEN '0'
        ELSE COALESCE(line_item_net_unblended_cost, line_item_unblended_cost)
    END) AS effective_cost_residue,
    sf_residue(CASE
        WHEN line_item_line_item_type IN ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage')
        THEN COALESCE(pricing_public_on_demand_cost, line_item_unblended_cost)
        WHEN (line_item_line_item_type = 'SavingsPlanNegation' OR line_item_line_item_type LIKE '%Discount') THEN '0'
        ELSE line_item_unblended_cost
    END) AS list_cost_residue,
    sf_residue(CASE
        WHEN line_item_line_item_type IN ('SavingsPlanCoveredUsage', 'DiscountedUsage') THEN COALESCE(pricing_public_on_demand_cost, line_item_unblended_cost)
        WHEN line_item_line_item_type = 'SavingsPlanNegation' THEN '0'
        ELSE line_item_unblended_cost
    END) AS contracted_cost_residue,
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
    discount AS x_discounts,
    cost_category AS x_cost_categories,
    sf_decimal(line_item_unblended_cost) AS x_unblended_cost,
    sf_decimal(line_item_net_unblended_cost) AS x_net_unblended_cost,
    sf_decimal(line_item_blended_cost) AS x_blended_cost
FROM raw
