package roster

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/offering"
)

// bom tells Excel that a file is UTF-8.
const bom = "\ufeff"

// FormatOfferingsCSV writes a catalogue as CSV that ReadOfferings reads back to
// the same. Fault: offering.not_as_csv where an entry of a list has what parts
// the entries of a list, which only YAML can say.
func FormatOfferingsCSV(all []offering.Offering) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(bom)
	w := csv.NewWriter(&b)
	if err := w.Write(offeringColumns()); err != nil {
		return nil, err
	}
	yes := map[bool]string{true: "yes"}
	for _, o := range all {
		lists := [][]string{o.Providers, o.ItemCodes, o.Projects, o.Aliases, texts(o.Needs), texts(o.Optional)}
		var cells []string
		for _, entries := range lists {
			cell := strings.Join(entries, "; ")
			if !slices.Equal(list(cell), entries) {
				return nil, fault.New(fault.KindConflict, "offering.not_as_csv").With("offering", string(o.ID)).With("value", cell)
			}
			cells = append(cells, cell)
		}
		if err := w.Write([]string{string(o.ID), o.Name, o.NameZH, string(o.Nature), weightsText(o.Weights), string(o.Delivery), string(o.Price),
			yes[o.AI], cells[0], yes[o.Listed], cells[1], cells[2], cells[3], cells[4], cells[5]}); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
