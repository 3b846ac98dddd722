package name_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// corpus reads a third-party sample, or skips where there is none.
func corpus(t *testing.T, file string) string {
	t.Helper()
	dir := os.Getenv("SEVENFOLD_CORPUS")
	if dir == "" {
		dir = "../../../../shared/data"
	}
	text, err := os.ReadFile(filepath.Join(dir, "er", file))
	if err != nil {
		t.Skip("no third-party samples; set SEVENFOLD_CORPUS to their folder")
	}
	return string(text)
}

func TestBrandsOfRealChineseNamesAreFound(t *testing.T) {
	const bar = 95 // percent of the labelled lines
	var found, labelled int
	for line := range strings.Lines(corpus(t, "zh-company-brand-dev.txt")) {
		text, want, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			continue
		}
		labelled++
		n := name.Parse(text)
		if n.Brand == want {
			found++
			continue
		}
		t.Logf("%s: brand %q, labelled %q, words %s", text, n.Brand, want, show(n))
	}
	t.Logf("%d of %d", found, labelled)
	if found*100 < bar*labelled {
		t.Errorf("%d of %d brands found, want %d %%", found, labelled, bar)
	}
}

// show writes what was read of a name: words with kinds, forms, branch, others.
func show(n name.Name) string {
	var b strings.Builder
	for i, w := range n.Words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text + "/" + w.Kind.String())
		if s := w.Sense.String(); s != "" && s != w.Text {
			b.WriteString("=" + s)
		}
		if w.Bracketed {
			b.WriteString("()")
		}
	}
	for _, f := range n.Forms {
		b.WriteString(" [" + f.Text + " " + string(f.Class) + "]")
	}
	if n.BranchOf {
		b.WriteString(" {branch " + n.Branch + "}")
	}
	for _, o := range n.Others {
		b.WriteString(" <" + string(o.Relation) + ": " + show(o.Name) + ">")
	}
	return b.String()
}

func TestFormsOfListedCompaniesAreTaken(t *testing.T) {
	left := map[string]bool{}
	for _, w := range strings.Fields("inc ltd limited plc corp corporation gmbh nv sa ag ab as oyj spa bhd sab sadecv ltda") {
		left[w] = true
	}
	var names, taken int
	for line := range strings.Lines(corpus(t, "cleanco-companies.csv")) {
		text, _, _ := strings.Cut(strings.TrimSpace(line), ";")
		n := name.Parse(text)
		names++
		if len(n.Forms) > 0 {
			taken++
		}
		if len(n.Words) == 0 {
			t.Errorf("nothing is left of %q", text)
		}
		for _, w := range n.Words[min(1, len(n.Words)):] {
			if left[w.Text] {
				t.Logf("%q keeps a form: %s", text, show(n))
			}
		}
	}
	t.Logf("%d of %d", taken, names)
	if taken*100 < 93*names {
		t.Errorf("a form was taken off %d of %d names, want 93 %%", taken, names)
	}
}
