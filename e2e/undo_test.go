package e2e

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

func TestFiguresFollowWhatCountsHoweverItCameIn(t *testing.T) {
	f := newFirm(t, 5)
	f.importAll()
	before, list := f.figures(), f.run("import", "list", "--format", "csv")

	f.importAll()
	if diff := cmp.Diff(before, f.figures()); diff != "" {
		t.Errorf("after importing everything twice (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(list, f.run("import", "list", "--format", "csv")); diff != "" {
		t.Errorf("imports after importing everything twice (-before +after):\n%s", diff)
	}

	for kind, path := range map[string]string{"bill": bills()[1], "services": services()[0]} {
		id := f.batchOf(path)
		f.run("import", "undo", id)
		if cmp.Equal(before, f.figures()) {
			t.Errorf("without %s the figures are the same: it never counted", path)
		}
		f.run("import", kind, path)
		if again := f.batchOf(path); again == id {
			t.Errorf("%s was taken for what is there already", path)
		}
		if diff := cmp.Diff(before, f.figures()); diff != "" {
			t.Errorf("after undoing and importing %s again (-before +after):\n%s", path, diff)
		}
	}
}

// figures are those of every definition by customer, as the API gives them.
func (f *firm) figures() []multiplier.Result {
	f.t.Helper()
	a := f.open()
	var all []multiplier.Result
	for _, definition := range []string{"standard", "resold-billed", "invoiced"} {
		all = append(all, f.measure(a, definition, f.period, multiplier.DimensionCustomer).Figures...)
	}
	return all
}

// batchOf gives the import that counts and holds a file of the path.
func (f *firm) batchOf(path string) string {
	f.t.Helper()
	records, err := csv.NewReader(strings.NewReader(f.run("import", "list", "--format", "csv"))).ReadAll()
	if err != nil {
		f.t.Fatal(err)
	}
	for _, r := range records[1:] {
		if r[4] == "counts" && strings.Contains(f.run("import", "show", r[0], "--format", "csv"), "/"+path) {
			return r[0]
		}
	}
	f.t.Fatalf("no import of %s counts", path)
	return ""
}
