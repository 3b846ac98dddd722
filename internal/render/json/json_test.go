package json

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/render/rendertest"
)

func TestJSONKeepsTheContract(t *testing.T) { rendertest.Run(t, Render) }

func TestJSONGolden(t *testing.T) {
	var b bytes.Buffer
	if err := Render(&b, rendertest.Sample()); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(b.Bytes()) {
		t.Error("not valid JSON")
	}
	rendertest.Golden(t, "sample.json", b.Bytes())
}

func TestTextThatIsNoIntegerDoesNotBreakTheDocument(t *testing.T) {
	d := report.Document{Blocks: []report.Block{report.Table{ID: "t", Columns: []report.Column{{Key: "n", Kind: report.KindInteger}},
		Rows: []report.Row{{Cells: []report.Cell{report.Text("many")}}, {Cells: []report.Cell{report.Text("007")}}}}}}
	var b bytes.Buffer
	if err := Render(&b, d); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(b.Bytes()) {
		t.Errorf("not valid JSON:\n%s", b.String())
	}
}
