package generating

import (
	"context"
	"strings"

	"golang.org/x/sync/errgroup"
)

// writeBills writes every payer's every month, several at a time, and gives
// what they came to in a fixed order.
func (w *world) writeBills(ctx context.Context, meter *meter) ([]*monthResult, error) {
	focusHeader, curTable := focusColumns(), curColumns()
	results := make([]*monthResult, len(w.payers)*w.options.Months)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(w.options.Parallel)
	for m := range w.options.Months {
		for i, p := range w.payers {
			g.Go(func() error {
				if p.format == FormatCUR && m == w.options.Months-1 {
					// The last month was delivered twice; the older delivery stays
					// in the bucket and must not be read.
					if _, err := w.writeBill(ctx, p, m, true, focusHeader, curTable, meter); err != nil {
						return err
					}
				}
				result, err := w.writeBill(ctx, p, m, false, focusHeader, curTable, meter)
				results[m*len(w.payers)+i] = result
				return err
			})
		}
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return results, nil
}

func (w *world) writeBill(ctx context.Context, p *payer, m int, stale bool, focusHeader []string, curTable []curColumn, meter *meter) (*monthResult, error) {
	header := focusHeader
	compile := func(s *shape) *template { return focusTemplate(focusHeader, s) }
	if p.format != FormatFocus {
		columns := curColumnsOf(curTable, p.format)
		header = curHeader(columns, p.format)
		compile = func(s *shape) *template { return curTemplate(columns, p.format, s) }
	}
	d := newDelivery(w.options, p, w.month(m), stale, header)
	out := &parts{name: d.part, root: w.options.Out, compress: w.options.Compress, limit: w.options.partBytes,
		header: []byte(strings.Join(header, ",") + "\n"), onBytes: meter.addBytes}
	e := &emitter{world: w, payer: p, index: m, calendar: newCalendar(w.month(m)), compile: compile, out: out, stale: stale,
		invoice: "EUINV" + w.month(m).Start().Format("06") + "-" + pad(int(textHash(d.assembly)%10_000_000), 7)}
	result, err := e.run(ctx)
	if closed := out.close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	result.files, result.bytes = out.files, out.total
	paths, content, err := d.manifests(out.files, stale)
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if err := writeFile(w.options.Out, path, content); err != nil {
			return nil, err
		}
	}
	if !stale {
		meter.finish(out.files[0], result.rows)
	}
	return result, nil
}
