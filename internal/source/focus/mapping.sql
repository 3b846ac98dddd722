-- One row of a FOCUS file becomes one charge. Amounts stay as the provider wrote
-- them: nothing is netted, spread or derived. Account ids of AWS that lost their
-- leading zeros to a spreadsheet get them back, and say so in sf_account_padded.
SELECT
    availability_zone,
    sf_decimal(billed_cost) AS billed_cost,
    CASE
        WHEN length(billing_account_id) BETWEEN 8 AND 11
            AND COALESCE(provider_name, service_provider_name) IN ('AWS', 'Amazon Web Services')
            AND translate(billing_account_id, '0123456789', '') = ''
        THEN lpad(billing_account_id, 12, '0')
        ELSE billing_account_id
    END AS billing_account_id,
    billing_account_name,
    billing_currency,
    sf_time(billing_period_start) AS billing_period_start,
    sf_time(billing_period_end) AS billing_period_end,
    charge_category,
    charge_class,
    charge_description,
    charge_frequency,
    sf_time(charge_period_start) AS charge_period_start,
    sf_time(charge_period_end) AS charge_period_end,
    commitment_discount_category,
    commitment_discount_id,
    commitment_discount_name,
    commitment_discount_status,
    commitment_discount_type,
    sf_decimal(consumed_quantity) AS consumed_quantity,
    consumed_unit,
    sf_decimal(contracted_cost) AS contracted_cost,
    sf_decimal(contracted_unit_price) AS contracted_unit_price,
    sf_decimal(effective_cost) AS effective_cost,
    invoice_issuer_name,
    sf_decimal(list_cost) AS list_cost,
    sf_decimal(list_unit_price) AS list_unit_price,
    pricing_category,
    sf_decimal(pricing_quantity) AS pricing_quantity,
    pricing_unit,
    COALESCE(provider_name, service_provider_name) AS provider_name,
    publisher_name,
    region_id,
    region_name,
    resource_id,
    resource_name,
    resource_type,
    service_category,
    service_name,
    sku_id,
    sku_price_id,
    CASE
        WHEN length(sub_account_id) BETWEEN 8 AND 11
            AND COALESCE(provider_name, service_provider_name) IN ('AWS', 'Amazon Web Services')
            AND translate(sub_account_id, '0123456789', '') = ''
        THEN lpad(sub_account_id, 12, '0')
        ELSE sub_account_id
    END AS sub_account_id,
    sub_account_name,
    tags,
    capacity_reservation_id,
    capacity_reservation_status,
    sf_decimal(commitment_discount_quantity) AS commitment_discount_quantity,
    commitment_discount_unit,
    service_subcategory,
    sku_meter,
    sku_price_details,
    billing_account_type,
    invoice_id,
    pricing_currency,
    sf_decimal(pricing_currency_contracted_unit_price) AS pricing_currency_contracted_unit_price,
    sf_decimal(pricing_currency_effective_cost) AS pricing_currency_effective_cost,
    sf_decimal(pricing_currency_list_unit_price) AS pricing_currency_list_unit_price,
    sub_account_type,
    COALESCE(service_provider_name, provider_name) AS service_provider_name,
    host_provider_name,
    contract_applied,
    allocated_method_id,
    allocated_method_details,
    allocated_resource_id,
    allocated_resource_name,
    allocated_tags,
    sf_residue(billed_cost) AS billed_cost_residue,
    sf_residue(effective_cost) AS effective_cost_residue,
    sf_residue(list_cost) AS list_cost_residue,
    sf_residue(contracted_cost) AS contracted_cost_residue,
    CASE
        WHEN sf_publisher_category IS NOT NULL THEN sf_publisher_category = 'Vendor'
        WHEN publisher_name IS NULL THEN FALSE
        WHEN COALESCE(provider_name, service_provider_name) IN ('AWS', 'Amazon Web Services')
        THEN NOT (publisher_name LIKE 'Amazon%' OR publisher_name LIKE 'AWS%'
            OR publisher_name LIKE 'Ningxia Western Cloud%' OR publisher_name LIKE 'Beijing Sinnet%')
        WHEN COALESCE(provider_name, service_provider_name) IN ('Microsoft', 'Microsoft Azure', 'Azure')
        THEN NOT (publisher_name LIKE 'Microsoft%' OR publisher_name LIKE 'Azure%')
        WHEN COALESCE(provider_name, service_provider_name) IN ('Google', 'Google Cloud', 'GCP')
        THEN NOT publisher_name LIKE 'Google%'
        ELSE FALSE
    END AS sf_marketplace,
    CASE
        WHEN service_subcategory = 'Support' OR service_name LIKE '%Support%' OR sf_service_code LIKE '%Support%'
        THEN TRUE
        ELSE FALSE
    END AS sf_support,
    CASE
        WHEN length(sub_account_id) BETWEEN 8 AND 11
            AND COALESCE(provider_name, service_provider_name) IN ('AWS', 'Amazon Web Services')
            AND translate(sub_account_id, '0123456789', '') = ''
        THEN TRUE
        ELSE FALSE
    END AS sf_account_padded
FROM raw
