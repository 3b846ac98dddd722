package terminal

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render/rendertest"
)

func rendered(t *testing.T, d report.Document, o Options) []byte {
	t.Helper()
	o.Locale = rendertest.Locale()
	var b bytes.Buffer
	if err := Render(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTerminalKeepsTheContract(t *testing.T) {
	rendertest.Run(t, func(w io.Writer, d report.Document) error {
		return Render(w, d, Options{Locale: rendertest.Locale(), Width: 100, Color: true})
	})
}

func TestTerminalGoldens(t *testing.T) {
	rendertest.Golden(t, "wide.txt", rendered(t, rendertest.Sample(), Options{}))
	rendertest.Golden(t, "narrow.txt", rendered(t, rendertest.Sample(), Options{Width: 60}))
	rendertest.Golden(t, "color.txt", rendered(t, rendertest.Sample(), Options{Color: true}))
}

func TestColourIsOnlyAddedNeverNeeded(t *testing.T) {
	plain := rendered(t, rendertest.Sample(), Options{})
	if bytes.ContainsRune(plain, '\x1b') {
		t.Error("escape sequences without colour")
	}
	if got := text.StripEscape(string(rendered(t, rendertest.Sample(), Options{Color: true}))); got != string(plain) {
		t.Errorf("without its colours it reads\n%s\nwant\n%s", got, plain)
	}
}

func TestEveryLineOfATableIsAlignedWhateverTheScript(t *testing.T) {
	word := rapid.StringOfN(rapid.SampledFrom([]rune("aZ9 客户云收入ñé한글—≈\u0301")), 0, 30, -1)
	rapid.Check(t, func(t *rapid.T) {
		table := report.Table{Columns: []report.Column{{Key: "a", Label: "名称", Kind: report.KindText}, {Key: "b", Label: "|", Kind: report.KindText}}}
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			table.Rows = append(table.Rows, report.Row{Cells: []report.Cell{report.Text(word.Draw(t, "word")), report.Text("|")}})
		}
		var b bytes.Buffer
		if err := Render(&b, report.Document{Blocks: []report.Block{table}}, Options{Locale: rendertest.Locale()}); err != nil {
			t.Fatal(err)
		}
		at := -1
		for line := range strings.Lines(b.String()) {
			before, _, found := strings.Cut(line, "|")
			if !found {
				continue
			}
			if at < 0 {
				at = text.StringWidth(before)
			} else if got := text.StringWidth(before); got != at {
				t.Fatalf("column two begins at %d and at %d:\n%s", at, got, b.String())
			}
		}
	})
}

func TestANarrowTerminalIsNotOverrun(t *testing.T) {
	for width := 52; width <= 120; width++ {
		for line := range strings.Lines(string(rendered(t, rendertest.Sample(), Options{Width: width}))) {
			if got := text.StringWidth(strings.TrimRight(line, "\n")); got > width {
				t.Fatalf("width %d: a line of %d: %s", width, got, line)
			}
		}
	}
}

func TestNumbersAreNeverCut(t *testing.T) {
	out := string(rendered(t, rendertest.Sample(), Options{Width: 20}))
	if !strings.Contains(out, "12,345,678,902,469,123.29") {
		t.Errorf("the total is not whole:\n%s", out)
	}
}
