package importing

import (
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/engine"
)

// lineRelation is the lake table service_line: one row per line as its source
// says it.
func lineRelation(rows [][]any) engine.Relation {
	return engine.Relation{Name: "service_line_rows", Rows: rows, Columns: []engine.Column{
		{Name: "batch_id", Type: engine.TypeText}, {Name: "line_no", Type: engine.TypeInt},
		{Name: "file_ordinal", Type: engine.TypeInt}, {Name: "source_row", Type: engine.TypeInt},
		{Name: "document", Type: engine.TypeText}, {Name: "document_kind", Type: engine.TypeText}, {Name: "line_id", Type: engine.TypeText},
		{Name: "customer_name", Type: engine.TypeText}, {Name: "customer_tax_id", Type: engine.TypeText},
		{Name: "customer_ref", Type: engine.TypeText}, {Name: "customer_email", Type: engine.TypeText},
		{Name: "issue_date", Type: engine.TypeDate}, {Name: "service_from", Type: engine.TypeDate}, {Name: "service_until", Type: engine.TypeDate},
		{Name: "item_code", Type: engine.TypeText}, {Name: "description", Type: engine.TypeText}, {Name: "project", Type: engine.TypeText},
		{Name: "account_code", Type: engine.TypeText}, {Name: "category_code", Type: engine.TypeText}, {Name: "provider", Type: engine.TypeText},
		{Name: "quantity", Type: engine.TypeDecimal}, {Name: "unit_price", Type: engine.TypeDecimal},
		{Name: "currency", Type: engine.TypeText}, {Name: "net", Type: engine.TypeDecimal}, {Name: "tax", Type: engine.TypeDecimal},
		{Name: "engagement_type", Type: engine.TypeText},
	}}
}

func lineRow(id batch.ID, no, file int64, l service.Line) []any {
	return []any{string(id), no, file, l.Row, l.Document, string(l.DocumentKind), l.LineID,
		l.CustomerName, l.CustomerTaxID, l.CustomerRef, l.CustomerEmail,
		dateOrNil(l.IssueDate), dateOrNil(l.ServiceFrom), dateOrNil(l.ServiceUntil),
		l.ItemCode, l.Description, l.Project, l.AccountCode, l.CategoryCode, l.Provider,
		l.Quantity, l.UnitPrice, string(l.Currency), l.Net, l.Tax, l.EngagementType}
}

func dateOrNil(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

// monthRelation is the lake table service_month: each line's net by month, for
// each basis.
func monthRelation(rows [][]any) engine.Relation {
	return engine.Relation{Name: "service_month_rows", Rows: rows, Columns: []engine.Column{
		{Name: "batch_id", Type: engine.TypeText}, {Name: "line_no", Type: engine.TypeInt},
		{Name: "basis", Type: engine.TypeText}, {Name: "month", Type: engine.TypeDate}, {Name: "net", Type: engine.TypeDecimal},
	}}
}
