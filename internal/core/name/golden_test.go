package name_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

var update = flag.Bool("update", false, "write what is read now into the goldens")

// golden runs read over the first column of every line of the files and compares
// what it gives with the rest. Lines that begin with # are comments.
func golden(t *testing.T, pattern string, read func(string) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no goldens at %s: %v", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for line := range strings.Lines(string(text)) {
				line = strings.TrimSuffix(line, "\n")
				if line == "" || strings.HasPrefix(line, "#") {
					got.WriteString(line + "\n")
					continue
				}
				question, _, _ := strings.Cut(line, " => ")
				got.WriteString(question + " => " + read(question) + "\n")
			}
			if *update {
				if err := os.WriteFile(file, []byte(got.String()), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(strings.Split(string(text), "\n"), strings.Split(got.String(), "\n")); diff != "" {
				t.Errorf("read otherwise than before (-golden +now); -update if it is better:\n%s", diff)
			}
		})
	}
}

func TestNamesAreReadAsBefore(t *testing.T) {
	golden(t, "testdata/read/*.txt", func(text string) string { return show(name.Parse(text)) })
}

func TestNamesMeetAsBefore(t *testing.T) {
	golden(t, "testdata/meet.txt", func(pair string) string {
		left, right, _ := strings.Cut(pair, " <> ")
		a, b := name.Parse(left), name.Parse(right)
		return showComparison(&a, &b)
	})
}

// showComparison writes how two names meet: the meetings, what is left over on
// both sides, and the relationships that say something.
func showComparison(a, b *name.Name) string {
	c := name.Compare(a, b)
	var s strings.Builder
	for _, m := range c.Meetings {
		fmt.Fprintf(&s, "%s~%s %s", words(a, m.Left), words(b, m.Right), m.Way)
		if m.Likeness < 1 {
			fmt.Fprintf(&s, " %.2f", m.Likeness)
		}
		s.WriteString("; ")
	}
	rest := func(side string, n *name.Name, over []int) {
		if len(over) > 0 {
			s.WriteString(side)
			for _, i := range over {
				s.WriteString(" " + n.Words[i].Text + "/" + n.Words[i].Kind.String())
			}
			s.WriteString("; ")
		}
	}
	rest("left", a, c.LeftOver)
	rest("right", b, c.RightOver)
	for _, r := range []struct {
		what string
		is   name.Relationship
	}{{"forms", c.Forms}, {"numbers", c.Numbers}, {"places", c.Places}, {"industry", c.Industry}, {"brands", c.Brands}, {"branches", c.Branches}} {
		if r.is != name.Absent {
			s.WriteString(r.what + " " + r.is.String() + ", ")
		}
	}
	return strings.TrimSuffix(strings.TrimSuffix(s.String(), ", "), "; ")
}

func words(n *name.Name, r name.Run) string {
	var texts []string
	for _, w := range n.Words[r.From:r.Until] {
		texts = append(texts, w.Text)
	}
	return strings.Join(texts, "+")
}
