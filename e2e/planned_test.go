package e2e

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/flow/generating"
)

func TestThePipelineComesToItsTruth(t *testing.T) {
	f := newFirm(t, 7)
	f.run("import", "pipeline", "--strict", generating.PipelineFile)
	r := f.measure(f.open(), "planned", period.Range{})
	got, b := r.Figures[0].Total, r.Bases[0]
	want := f.truth.Planned
	if want.Counted == 0 || want.Open == want.Counted || b.Open != want.Open || b.Counted != want.Counted {
		t.Errorf("%d of %d deals, the truth is %d of %d", b.Counted, b.Open, want.Counted, want.Open)
	}
	m, _ := got.Multiplier()
	if !got.Cloud.Equal(want.Spend) || !got.Services.Sum().Equal(want.Value) || m.Round(6).String() != want.Ratio {
		t.Errorf("%s / %s = %s, the truth is %s / %s = %s", got.Services.Sum(), got.Cloud, m, want.Value, want.Spend, want.Ratio)
	}
}
