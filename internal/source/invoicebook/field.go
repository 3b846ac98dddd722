package invoicebook

// Field is what a column can mean.
type Field string

// Fields of a line as they stand in the table.
const (
	FieldDocument      Field = "document"
	FieldLineID        Field = "line_id"
	FieldCustomerName  Field = "customer_name"
	FieldCustomerTaxID Field = "customer_tax_id"
	FieldCustomerRef   Field = "customer_ref"
	FieldCustomerEmail Field = "customer_email"
	FieldIssueDate     Field = "issue_date"
	FieldServiceFrom   Field = "service_from"
	FieldServiceUntil  Field = "service_until"
	FieldItemCode      Field = "item_code"
	FieldDescription   Field = "description"
	FieldProject       Field = "project"
	FieldAccountCode   Field = "account_code"
	FieldCategory      Field = "category"
	FieldEngagement    Field = "engagement_type"
	FieldProvider      Field = "provider"
	FieldCurrency      Field = "currency"
)

// Fields that amounts are made of.
const (
	FieldAmount          Field = "amount" // of the line; with or without tax as the mapping says
	FieldTax             Field = "tax"
	FieldTaxRate         Field = "tax_rate"
	FieldQuantity        Field = "quantity"
	FieldUnitPrice       Field = "unit_price"
	FieldDebit           Field = "debit"
	FieldCredit          Field = "credit"
	FieldDiscountAmount  Field = "discount_amount"
	FieldDiscountPercent Field = "discount_percent"
)

// Fields of the whole invoice, repeated on each of its rows or written once.
const (
	FieldInvoiceNet             Field = "invoice_net"       // after invoice discounts
	FieldInvoiceLinesNet        Field = "invoice_lines_net" // before invoice discounts
	FieldInvoiceTax             Field = "invoice_tax"
	FieldInvoiceGross           Field = "invoice_gross"
	FieldInvoiceExtra           Field = "invoice_extra" // in the gross total and in no line: shipping, rounding
	FieldInvoiceDiscountAmount  Field = "invoice_discount_amount"
	FieldInvoiceDiscountPercent Field = "invoice_discount_percent"
)

func textFields() []Field {
	return []Field{FieldDocument, FieldLineID, FieldCustomerName, FieldCustomerTaxID, FieldCustomerRef, FieldCustomerEmail,
		FieldItemCode, FieldDescription, FieldProject, FieldAccountCode, FieldCategory, FieldEngagement, FieldProvider, FieldCurrency}
}

func dateFields() []Field { return []Field{FieldIssueDate, FieldServiceFrom, FieldServiceUntil} }

func numberFields() []Field {
	return []Field{FieldAmount, FieldTax, FieldTaxRate, FieldQuantity, FieldUnitPrice, FieldDebit, FieldCredit,
		FieldDiscountAmount, FieldDiscountPercent, FieldInvoiceNet, FieldInvoiceLinesNet, FieldInvoiceTax, FieldInvoiceGross,
		FieldInvoiceExtra, FieldInvoiceDiscountAmount, FieldInvoiceDiscountPercent}
}

// Fields lists every field a mapping may name.
func Fields() []Field { return append(append(textFields(), dateFields()...), numberFields()...) }
