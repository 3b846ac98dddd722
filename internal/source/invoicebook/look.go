package invoicebook

import (
	"context"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

// Look gives the beginning of each table of an entry, for people who are to say
// what its columns mean.
func Look(ctx context.Context, e source.Entry, how Text) (_ []Sample, err error) {
	defer fault.Wrap(&err, "invoicebook.Look(%s)", e.Name())
	tables, closeAll, err := openTables(ctx, e, how)
	if err != nil {
		return nil, err
	}
	defer func() { _ = closeAll() }()
	var samples []Sample
	for _, t := range tables {
		rows, err := t.look()
		if err != nil {
			return nil, err
		}
		s := Sample{File: e.Name(), Sheet: t.sheet}
		for _, r := range rows {
			s.Rows, s.Numbers = append(s.Rows, r.cells), append(s.Numbers, r.number)
		}
		samples = append(samples, s)
	}
	return samples, nil
}
