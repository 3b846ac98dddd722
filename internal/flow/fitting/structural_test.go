package fitting_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
)

// wanted is what a case must show: core services, mentioned ones, and evidence
// that the catalogue cannot place.
type wanted struct {
	format                   string
	core, mentioned, unknown []string
}

// cases reads testdata/structural: an archive of files a format, and before them
// a line for each: name: core services | mentioned | unknown evidence.
func cases(t testing.TB) (files map[string][]byte, wants map[string]wanted) {
	t.Helper()
	files, wants = map[string][]byte{}, map[string]wanted{}
	archives, err := filepath.Glob("testdata/structural/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range archives {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(archive.Comment)) {
			name, rest, ok := strings.Cut(strings.TrimSpace(line), ": ")
			if !ok || strings.HasPrefix(line, "#") {
				continue
			}
			parts := append(strings.Split(rest, "|"), "", "")
			format, core, _ := strings.Cut(strings.TrimSpace(parts[0]), " ")
			w := wanted{format, strings.Fields(core), strings.Fields(parts[1]), strings.Fields(parts[2])}
			slices.Sort(w.core)
			slices.Sort(w.mentioned)
			if _, twice := wants[name]; twice {
				t.Fatalf("%s: %s twice", path, name)
			}
			wants[name] = w
		}
		for _, f := range archive.Files {
			files[f.Name] = f.Data
		}
	}
	for name := range files {
		if _, ok := wants[name]; !ok {
			t.Fatalf("nobody says what %s needs", name)
		}
	}
	return files, wants
}

func TestStructuralInputsAreReadExactly(t *testing.T) {
	files, wants := cases(t)
	if len(wants) < 60 {
		t.Errorf("%d cases only", len(wants))
	}
	k := fitting.NewRecogniser(region.Shipped())
	for name, want := range wants {
		t.Run(name, func(t *testing.T) {
			text, ok := files[name]
			if !ok {
				t.Fatal("the case has no file")
			}
			r, err := k.Read(name, text)
			if err != nil {
				t.Fatal(err)
			}
			var core, mentioned, unknown []string
			for _, n := range region.Needs(r.Finds) {
				if n.Core {
					core = append(core, string(n.Service))
				} else {
					mentioned = append(mentioned, string(n.Service))
				}
				checkPlaces(t, text, n.Finds)
			}
			for _, u := range r.Unresolved {
				unknown = append(unknown, strings.ReplaceAll(u.Evidence, " ", "_"))
			}
			if string(r.Format) != want.format {
				t.Errorf("format %s, want %s", r.Format, want.format)
			}
			for _, c := range []struct {
				what      string
				have, was []string
			}{{"core", core, want.core}, {"mentioned", mentioned, want.mentioned}, {"unknown", unknown, want.unknown}} {
				if !slices.Equal(c.have, c.was) {
					t.Errorf("%s: found %v, want %v", c.what, c.have, c.was)
					for _, f := range r.Finds {
						if !slices.Contains(c.was, string(f.Service)) {
							t.Logf("  %s: %s %q at %d:%d", f.Service, f.Kind, f.Evidence, f.Place.Line, f.Place.Column)
						}
					}
				}
			}
		})
	}
}

// checkPlaces wants each find to stand in its file, on a line that there is.
func checkPlaces(t *testing.T, text []byte, finds []region.Find) {
	t.Helper()
	lines := strings.Split(string(text), "\n")
	for _, f := range finds {
		if f.Place.Line < 1 || f.Place.Line > len(lines) || f.Place.Column < 1 || f.Evidence == "" || f.Place.File == "" {
			t.Errorf("%s has no place: %+v", f.Service, f)
			continue
		}
		// Evidence of one piece stands where the find says.
		if line := []rune(lines[f.Place.Line-1]); f.Kind == region.KindCloudFormation && strings.HasPrefix(f.Evidence, "AWS::") && !strings.Contains(string(line), f.Evidence) {
			t.Errorf("line %d does not say %s: %s", f.Place.Line, f.Evidence, string(line))
		}
	}
}

func FuzzRecognise(f *testing.F) {
	files, _ := cases(f)
	for name, text := range files {
		f.Add(name, text)
	}
	k := fitting.NewRecogniser(region.Shipped())
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		r, err := k.Read(name, text)
		if err != nil {
			return
		}
		lines := strings.Count(string(text), "\n") + 1
		for _, found := range append(r.Finds, r.Unresolved...) {
			if found.Place.Line < 0 || (found.Place.Line > lines+strings.Count(string(text), "\r") && !strings.Contains(string(text), "\u2028")) {
				t.Errorf("line %d of %d", found.Place.Line, lines)
			}
		}
	})
}
