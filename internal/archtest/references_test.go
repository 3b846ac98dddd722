package archtest_test

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/archtest"
)

// No published value is shown by whatever face without who published it and of
// which year it is; none is made up in the program.
func TestPublishedValuesAreShownWithSourceAndYear(t *testing.T) {
	r, err := archtest.NewReferences(root(t))
	if err != nil {
		t.Fatal(err)
	}
	report(t, must(r.Check())(t))
	const head = "package p\nimport \"" + archtest.Module + "/internal/core/benchmark\"\n"
	for name, c := range map[string]struct{ source, want string }{
		"bare":         {`func show(t benchmark.Table) string { x, _ := t.Find("a"); return x.Value.String() }`, "without its Source and Year"},
		"no year":      {`func show(x *benchmark.Reference) string { return x.High.String() + x.Source }`, "without its Year"},
		"as it should": {`func show(x *benchmark.Reference) (string, int) { return x.Low.String() + x.Source, x.Year }`, ""},
		"no value":     {`func name(x benchmark.Reference) string { return x.ID }`, ""},
		"made up":      {`var x = benchmark.Reference{ID: "a"}`, "makes a reference"},
	} {
		found, err := r.CheckSource("p", head+c.source)
		if err != nil {
			t.Fatal(err)
		}
		if (c.want == "") != (len(found) == 0) || len(found) > 0 && !strings.Contains(found[0].What, c.want) {
			t.Errorf("%s: %v", name, found)
		}
	}
}
