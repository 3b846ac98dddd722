package measuring_test

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// limitedBooks are the sample with rows that customers divide.
func limitedBooks(t *testing.T) *measuringtest.Books {
	t.Helper()
	b := measuringtest.Sample(t)
	b.Shares(`subject_kind,subject,target_kind,target,share,from,until,reason
document,I-1,customer,a,0.333,,,several_customers
document,I-1,customer,b,0.3,,,several_customers
account,111111111111,customer,a,0.7,,,several_customers
account,111111111111,customer,b,0.1,,,several_customers
`)
	b.Influenced("account,customer,provider,month,amount,currency,basis\n555555555555,c,AWS,2025-01,1000.5,USD,other\n")
	b.Pipeline(measuringtest.Deals)
	b.Bill(batch.SidePrice, measuringtest.Charge("900000000000", "111111111111", "2025-02", "Usage", "Amazon EC2", "us-east-1", "70.5", "71"))
	return b
}

func manager(ids ...customer.ID) context.Context {
	return access.With(context.Background(), access.Viewer{Actor: "mia", Role: access.RoleAccountManager, Customers: ids})
}

// What an account manager sees is what an owner sees who asks for the same
// customers, to the last digit, by every dimension.
func TestAnAccountManagersFigureIsTheOwnersForTheSameCustomers(t *testing.T) {
	b := limitedBooks(t)
	owner := access.With(context.Background(), access.Local())
	b.Measurer.Guard = access.Guarded
	for _, own := range [][]customer.ID{{"a"}, {"b"}, {"c"}, {"a", "c"}, {"a", "b", "c"}} {
		var values []string
		for _, id := range own {
			values = append(values, string(id))
		}
		for _, by := range multiplier.Dimensions() {
			if slices.Contains([]multiplier.Dimension{multiplier.DimensionGroup, multiplier.DimensionAccount, multiplier.DimensionPayer}, by) {
				continue // whose head, or whose account, may be somebody else's
			}
			in := measuring.Input{By: []multiplier.Dimension{by}, Currency: "USD", Policy: "average"}
			seen, err := b.Measurer.Run(manager(own...), in)
			if err != nil {
				t.Fatal(err)
			}
			in.Where = []multiplier.Filter{{Dimension: multiplier.DimensionCustomer, Values: values}}
			filtered, err := b.Measurer.Run(owner, in)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range seen.Figures {
				want := filtered.Figures[i]
				if got, want := asText(t, f.Total), asText(t, want.Total); got != want {
					t.Errorf("%v by %s: the total is\n%s\nnot\n%s", own, by, got, want)
				}
				if diff := cmp.Diff(rowTexts(t, want.Rows), rowTexts(t, f.Rows)); diff != "" {
					t.Errorf("%v by %s: %s", own, by, diff)
				}
			}
		}
	}
}

func asText(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func rowTexts(t *testing.T, rows []multiplier.Row) []string {
	t.Helper()
	var all []string
	for _, r := range rows {
		all = append(all, asText(t, r))
	}
	slices.Sort(all)
	return all
}

func TestNothingOfOthersIsInAResultOrItsExplanation(t *testing.T) {
	b := limitedBooks(t)
	b.Measurer.Guard = access.Guarded
	ctx := manager("b")
	explainer := &explaining.Explainer{Measurer: b.Measurer}
	foreign := []string{"Acme", "ACME", "Gamma", "TAX-A", "111111111111", "333333333333", "555555555555", "Who Knows"}
	for _, by := range multiplier.Dimensions() {
		r, err := b.Measurer.Run(ctx, measuring.Input{By: []multiplier.Dimension{by}, Currency: "USD", Policy: "average"})
		if err != nil {
			t.Fatal(err)
		}
		r.Queries = nil // text of SQL, which is the same for all
		said := asText(t, r)
		for n, f := range r.Figures {
			for _, ref := range append([]multiplier.Ref{multiplier.TotalRef()}, refs(f)...) {
				for _, cell := range []multiplier.Cell{multiplier.CellMultiplier, multiplier.CellServices, multiplier.CellCloud} {
					e, err := explainer.Run(ctx, explaining.Input{Address: measuring.Address{Question: r.ID, Definition: n, Row: ref, Cell: cell}})
					if err != nil {
						continue // a row that has no such cell
					}
					e.Queries = nil
					said += asText(t, e)
					for _, row := range e.Rows {
						if row.Customer != "b" || len(row.Shares) > 0 {
							t.Errorf("by %s: a row of %q with shares %v", by, row.Customer, row.Shares)
						}
					}
				}
			}
		}
		for _, word := range foreign {
			if strings.Contains(said, word) {
				t.Errorf("by %s: %s is told", by, word)
			}
		}
	}
}

func refs(f multiplier.Result) []multiplier.Ref {
	var all []multiplier.Ref
	for n := range f.Rows {
		ref, err := multiplier.ParseRef(strconv.Itoa(n + 1))
		if err == nil {
			all = append(all, ref)
		}
	}
	return all
}

func TestWhatOthersAskedIsNotFound(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Measurer.Guard = access.Guarded
	owner := access.With(context.Background(), access.Local())
	in := measuring.Input{Currency: "USD", Policy: "average"}
	whole, err := b.Measurer.Run(owner, in)
	if err != nil {
		t.Fatal(err)
	}
	own, err := b.Measurer.Run(manager("b"), in)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []context.Context{manager("a"), manager(), manager("a", "b")} {
		for _, id := range []measuring.QuestionID{whole.ID, own.ID} {
			_, err := b.Measurer.Load(other, id)
			isFault(t, err, "figure.unknown")
		}
		_, err := b.Measurer.Read(other, whole.Question)
		isFault(t, err, "figure.unknown")
	}
	for _, ctx := range []context.Context{owner, manager("b")} {
		if _, err := b.Measurer.Load(ctx, own.ID); err != nil {
			t.Error(err)
		}
	}
	nobody, err := b.Measurer.Run(manager(), in)
	if err != nil || !nobody.Figures[0].Total.Cloud.IsZero() || len(nobody.Names) > 0 {
		t.Errorf("without customers: %v, %v", nobody.Names, err)
	}
	for _, ask := range []func(context.Context) error{
		func(ctx context.Context) error { _, err := b.Measurer.Run(ctx, in); return err },
		func(ctx context.Context) error { _, err := b.Measurer.Load(ctx, own.ID); return err },
		func(ctx context.Context) error { _, err := b.Measurer.Read(ctx, own.Question); return err },
		func(ctx context.Context) error { _, err := b.Measurer.Customers(ctx); return err },
	} {
		isFault(t, ask(context.Background()), "access.viewer_missing")
	}
}

func isFault(t *testing.T, err error, code string) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Errorf("%v, not %s", err, code)
	}
}

// Who was assigned a customer that is merged into another sees the other.
func TestAnAssignmentFollowsMerges(t *testing.T) {
	b := measuringtest.Sample(t)
	b.Decide(customer.Decision{ID: "01JD0000000000000000000001", Actor: "ann", Verb: customer.VerbMerge, Customer: "b", Into: "a"})
	b.Measurer.Guard = access.Guarded
	all, err := b.Measurer.Customers(manager("b"))
	if err != nil || len(all) != 1 || all[0].ID != "a" {
		t.Errorf("%v, %v", all, err)
	}
}

// By account the whole is the same, and an account that is shared with others
// has no name.
func TestASharedAccountHasNoNameForWhoSeesAPartOfIt(t *testing.T) {
	b := limitedBooks(t)
	b.Measurer.Guard = access.Guarded
	for _, by := range []multiplier.Dimension{multiplier.DimensionAccount, multiplier.DimensionPayer} {
		in := measuring.Input{By: []multiplier.Dimension{by}, Currency: "USD", Policy: "average", Definitions: []string{"standard"}}
		limited, err := b.Measurer.Run(manager("b"), in)
		if err != nil {
			t.Fatal(err)
		}
		in.Where = []multiplier.Filter{{Dimension: multiplier.DimensionCustomer, Values: []string{"b"}}}
		whole, err := b.Measurer.Run(access.With(context.Background(), access.Local()), in)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := asText(t, limited.Figures[0].Total), asText(t, whole.Figures[0].Total); got != want {
			t.Errorf("by %s the total is\n%s\nnot\n%s", by, got, want)
		}
		keys := func(r measuring.Result) (all []string) {
			for _, row := range r.Figures[0].Rows {
				all = append(all, row.Key[0])
			}
			slices.Sort(all)
			return all
		}
		want := map[multiplier.Dimension][2][]string{
			multiplier.DimensionAccount: {{"", "222222222222"}, {"111111111111", "222222222222"}},
			multiplier.DimensionPayer:   {{"222222222222", "900000000000"}, {"222222222222", "900000000000"}},
		}[by]
		if diff := cmp.Diff(want, [2][]string{keys(limited), keys(whole)}); diff != "" {
			t.Errorf("by %s: %s", by, diff)
		}
	}
}
