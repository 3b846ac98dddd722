package multiplier_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
)

func refs(r multiplier.Result) []multiplier.Ref {
	all := []multiplier.Ref{multiplier.TotalRef()}
	for i := range r.Rows {
		all = append(all, multiplier.Ref{At: i})
	}
	for i := range r.Unconverted {
		all = append(all, multiplier.Ref{Kind: multiplier.RowUnconverted, At: i})
	}
	return all
}

func TestATraceSumsToItsCellByCurrency(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := books(t)
		in.By = rapid.SliceOfNDistinct(rapid.SampledFrom(multiplier.Dimensions()), 0, 3, rapid.ID).Draw(t, "by")
		in.Top = rapid.IntRange(0, 2).Draw(t, "top")
		r := answer(t, in)
		ref := rapid.SampledFrom(refs(r)).Draw(t, "row")
		cell := rapid.SampledFrom(append([]multiplier.Cell{multiplier.CellMultiplier, multiplier.CellCloud, multiplier.CellServices}, "build", "uncategorised")).Draw(t, "cell")
		back, err := multiplier.ParseRef(ref.String())
		if err != nil || back != ref {
			t.Fatalf("%s came back as %v, %v", ref, back, err)
		}
		_, trace, err := multiplier.TraceCell(in, ref, cell)
		if err != nil {
			t.Fatal(err)
		}
		cloud, services := map[money.Currency]money.Decimal{}, map[money.Currency]money.Decimal{}
		for _, s := range trace.Cloud {
			c := in.Cloud[s.Fact].Currency
			cloud[c] = cloud[c].Add(s.Counted)
		}
		for _, s := range trace.Services {
			c := in.Services[s.Fact].Currency
			services[c] = services[c].Add(s.Counted)
		}
		row, _ := r.Find(ref)
		for _, n := range row.Native {
			want := n.Services.Sum()
			if cell != multiplier.CellMultiplier && cell != multiplier.CellServices {
				want = n.Services.Of(multiplier.Part(cell)) // zero for cloud
			}
			if !services[n.Currency].Equal(want) {
				t.Fatalf("%s %s: facts give %s %s of services, the row has %s", ref, cell, services[n.Currency], n.Currency, want)
			}
			if (cell == multiplier.CellMultiplier || cell == multiplier.CellCloud) && !cloud[n.Currency].Equal(n.Cloud) {
				t.Fatalf("%s %s: facts give %s %s of cloud, the row has %s", ref, cell, cloud[n.Currency], n.Currency, n.Cloud)
			}
		}
	})
}

func TestWhatIsLeftOutIsTracedToItsFacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := books(t)
		in.By = rapid.SliceOfNDistinct(rapid.SampledFrom(multiplier.Dimensions()), 0, 2, rapid.ID).Draw(t, "by")
		r := answer(t, in)
		for i, x := range r.Excluded {
			ref := multiplier.Ref{Kind: multiplier.RowExcluded, At: i}
			if back, err := multiplier.ParseRef(ref.String()); err != nil || back != ref {
				t.Fatalf("%s came back as %v, %v", ref, back, err)
			}
			_, trace, err := multiplier.TraceCell(in, ref, multiplier.CellMultiplier)
			if err != nil {
				t.Fatal(err)
			}
			sum := money.Zero
			for _, s := range append(trace.Cloud, trace.Services...) {
				sum = sum.Add(s.Counted)
			}
			if !sum.Equal(x.Amount) {
				t.Fatalf("%v: facts give %s, left out are %s", x.Exclusion, sum, x.Amount)
			}
		}
	})
}

func TestWhatIsNotThereCannotBeTraced(t *testing.T) {
	in := input(nil)
	for _, c := range []struct {
		ref  multiplier.Ref
		cell multiplier.Cell
	}{{multiplier.Ref{At: 7}, multiplier.CellCloud}, {multiplier.TotalRef(), "charm"}} {
		if _, _, err := multiplier.TraceCell(in, c.ref, c.cell); fault.CodeOf(err) != "figure.unknown" {
			t.Errorf("%v: %v", c, err)
		}
	}
	for _, bad := range []string{"", "0", "-1", "u", "u0", "x", "ux1", "xu1", "+1", "y3", "1.5"} {
		if _, err := multiplier.ParseRef(bad); fault.CodeOf(err) != "figure.malformed" {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
