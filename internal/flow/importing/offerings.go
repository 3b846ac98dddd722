package importing

import (
	"context"
	"io"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/source/roster"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Offerings imports the catalogue of what the partner sells. It replaces the
// one that was imported before. Two files must not claim the same thing.
func (im *Importer) Offerings(ctx context.Context, in RosterInput) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.Offerings")
	var all []offering.Offering
	return im.roster(ctx, in, batch.KindOfferings, func(r io.Reader, name string) (read, error) {
		got, err := roster.ReadOfferings(r, name)
		if err != nil {
			return read{}, err
		}
		all = append(all, got.Offerings...)
		if _, err := offering.NewCatalogue(all); err != nil {
			f, _ := fault.As(err)
			return read{}, f.At(fault.Place{File: name})
		}
		return read{int64(len(got.Offerings)), nil, got.Findings}, nil
	}, func(c *state.Commit) { c.Offerings = all })
}
