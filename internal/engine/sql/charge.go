package sql

import (
	"github.com/sevenfold/sevenfold/internal/core/focus"
	"github.com/sevenfold/sevenfold/internal/engine"
)

// ChargeColumns are the columns that any question may name in the lake's
// charges. A file of charges lacks those that its source could not fill.
func ChargeColumns() []engine.Column {
	var columns []engine.Column
	add := func(t engine.Type, names ...string) {
		for _, n := range names {
			columns = append(columns, engine.Column{Name: n, Type: t})
		}
	}
	types := map[focus.Type]engine.Type{focus.TypeText: engine.TypeText, focus.TypeJSON: engine.TypeText,
		focus.TypeDecimal: engine.TypeDecimal, focus.TypeTime: engine.TypeTime}
	for _, c := range focus.Columns() {
		add(types[c.Type], c.Snake)
	}
	add(engine.TypeDecimal, "billed_cost_residue", "effective_cost_residue", "list_cost_residue", "contracted_cost_residue")
	add(engine.TypeBool, "sf_marketplace", "sf_support", "sf_account_padded")
	add(engine.TypeInt, "source_row")
	return columns
}
