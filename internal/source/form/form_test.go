package form_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source/form"
)

var known = form.Columns{"id": {"Id", "编号"}, "title": {"Title", "行动"}}

func read(t *testing.T, text string) (*form.Form, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sheet.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return form.Read(t.Context(), path, known, "title")
}

func TestAFormIsReadUnderItsHeadings(t *testing.T) {
	f, err := read(t, "\ufeffMoves of the week;;\n\n行动;other; ID \n'=SUM(1);x;7\n;;\nlast\n")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range f.Rows {
		got = append(got, f.Get(r, "id")+"|"+f.Get(r, "title"))
	}
	if !slices.Equal(got, []string{"7|=SUM(1)", "|last"}) {
		t.Errorf("%q", got)
	}
	if p := f.Place(f.Rows[0], "title"); p.Row != 4 || p.Column != "行动" || p.Value != "=SUM(1)" {
		t.Errorf("%+v", p)
	}
	if !f.Has("id") || f.Has("other") {
		t.Error("columns")
	}
}

func TestWhatIsNoForm(t *testing.T) {
	for text, code := range map[string]string{"": "form.empty", "\n\n": "form.empty", "id,name\n1,x\n": "form.column_missing"} {
		if _, err := read(t, text); fault.CodeOf(err) != code {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := form.Read(t.Context(), t.TempDir(), known, "title"); err == nil {
		t.Error("an empty folder is a form")
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"id,title\n1,x\n", "编号;行动\n1;'=x\n", "\"id\ttitle\n", "title\n\x00\n", "\xff\xfet\x00i\x00t\x00l\x00e\x00\n\x00a\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		form, err := read(t, text)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("%q: %v is no fault", text, err)
			}
			return
		}
		for _, r := range form.Rows {
			if p := form.Place(r, "title"); p.Row < 1 || p.Value != form.Get(r, "title") {
				t.Fatalf("%+v", p)
			}
		}
	})
}
