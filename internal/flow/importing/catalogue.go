package importing

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/source/roster"
)

// Catalogue gives what the partner sells, in file order; nothing where no
// catalogue was imported.
func (im *Importer) Catalogue(ctx context.Context) (_ []offering.Offering, err error) {
	defer fault.Wrap(&err, "importing.Catalogue")
	if _, err := im.Guard.Allow(ctx, access.RightBooks); err != nil {
		return nil, err
	}
	c, err := im.State.Offerings(ctx)
	return c.Offerings(), err
}

// CatalogueText gives the catalogue as a file that can be imported again.
func (im *Importer) CatalogueText(ctx context.Context) (_ []byte, err error) {
	defer fault.Wrap(&err, "importing.CatalogueText")
	all, err := im.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	return roster.FormatOfferings(all)
}

// CatalogueCSV gives the same as a table. Fault: offering.not_as_csv.
func (im *Importer) CatalogueCSV(ctx context.Context) (_ []byte, err error) {
	defer fault.Wrap(&err, "importing.CatalogueCSV")
	all, err := im.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	return roster.FormatOfferingsCSV(all)
}

// SaveOffering puts an offering in place of the one with its id, or after all
// others, and imports the whole catalogue from a file that it writes into a
// folder of its own, dir, which must not exist. MaxRejectShare and Strict of in
// hold; its paths are not used. Faults: those of Offerings.
func (im *Importer) SaveOffering(ctx context.Context, in RosterInput, dir string, o offering.Offering) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.SaveOffering")
	return im.changeCatalogue(ctx, in, dir, func(all []offering.Offering) ([]offering.Offering, error) {
		if err := o.Validate(); err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(all, func(x offering.Offering) bool { return x.ID == o.ID }); i >= 0 {
			all[i] = o
			return all, nil
		}
		return append(all, o), nil
	})
}

// RetireOffering takes an offering out of the catalogue, as SaveOffering puts
// one in. Undoing the import brings it back. Faults: offering.unknown,
// offering.last.
func (im *Importer) RetireOffering(ctx context.Context, in RosterInput, dir string, id offering.ID) (_ Result, err error) {
	defer fault.Wrap(&err, "importing.RetireOffering")
	return im.changeCatalogue(ctx, in, dir, func(all []offering.Offering) ([]offering.Offering, error) {
		rest := slices.DeleteFunc(slices.Clone(all), func(x offering.Offering) bool { return x.ID == id })
		switch {
		case len(rest) == len(all):
			return nil, fault.New(fault.KindNotFound, "offering.unknown").With("offering", string(id))
		case len(rest) == 0:
			return nil, fault.New(fault.KindConflict, "offering.last").With("offering", string(id))
		}
		return rest, nil
	})
}

func (im *Importer) changeCatalogue(ctx context.Context, in RosterInput, dir string, change func([]offering.Offering) ([]offering.Offering, error)) (Result, error) {
	if _, err := im.Guard.Allow(ctx, access.RightImport); err != nil {
		return Result{}, err
	}
	c, err := im.State.Offerings(ctx)
	if err != nil {
		return Result{}, err
	}
	all, err := change(slices.Clone(c.Offerings()))
	if err != nil {
		return Result{}, err
	}
	text, err := roster.FormatOfferings(all)
	if err != nil {
		return Result{}, err
	}
	path := filepath.Join(dir, "offerings.yaml")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Result{}, unwritable(dir, err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return Result{}, unwritable(path, err)
	}
	in.Paths = []string{path}
	return im.Offerings(ctx, in)
}
