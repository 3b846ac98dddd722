package importing_test

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// race runs one importing process per path at once and gives the first word
// of each report, sorted.
func race(t *testing.T, dir string, paths ...string) []string {
	t.Helper()
	outs := make([]strings.Builder, len(paths))
	children := make([]*exec.Cmd, len(paths))
	for i, path := range paths {
		children[i] = child(t, dir, nil, path)
		children[i].Stdout = &outs[i]
		if err := children[i].Start(); err != nil {
			t.Fatal(err)
		}
	}
	words := make([]string, len(paths))
	for i, c := range children {
		if err := c.Wait(); err != nil {
			t.Errorf("%s: %v: %s", paths[i], err, outs[i].String())
		}
		report := strings.TrimPrefix(outs[i].String(), "begin\n")
		words[i], _, _ = strings.Cut(report, " ")
		if words[i] == "fault" {
			t.Errorf("%s: %s", paths[i], report)
		}
	}
	slices.Sort(words)
	return words
}

// Two people import at once into a workspace that is new to both.
func TestProcessesThatImportAtOnce(t *testing.T) {
	one := delivery(t, "one.csv", "1")
	other := file(t, "other.csv", focusCSV([]charge{{account: "111111111111", cost: "7"}}))
	newer := delivery(t, "newer.csv", "3")
	for name, c := range map[string]struct {
		paths []string
		words string
		sums  []string
	}{
		"the same file":                {[]string{one, one, one}, "[imported unchanged unchanged]", []string{"20000"}},
		"files of different sources":   {[]string{one, other}, "[imported imported]", []string{"20007"}},
		"two deliveries of one source": {[]string{one, newer}, "[imported imported]", []string{"20000", "60000"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if words := fmt.Sprint(race(t, dir, c.paths...)); words != c.words {
				t.Errorf("the processes say %s, want %s", words, c.words)
			}
			im, closeAll, err := openWorkspace(dir)
			if err != nil {
				t.Fatal(err)
			}
			if got := verify(t, im); !slices.Contains(c.sums, got) {
				t.Errorf("%s counts, want one of %v", got, c.sums)
			}
			if err := closeAll(); err != nil {
				t.Error(err)
			}
		})
	}
}
