package triggering

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func asked() Input { return Input{Currency: "USD", Policy: "average"} }

// year is a year of bills: a begins with Redshift in October, b falls by half in
// the last quarter.
func year(t *testing.T) *Finder {
	t.Helper()
	b := measuringtest.Sample(t)
	var rows []string
	for m := range 12 {
		month := fmt.Sprintf("2025-%02d", m+1)
		spend := "1000"
		if m >= 9 {
			rows = append(rows, measuringtest.Charge("900000000000", "111111111111", month, "Usage", "Amazon Redshift", "us-east-1", "100.000000000000000001", "90"),
				measuringtest.Charge("900000000000", "111111111111", month, "Tax", "Amazon Redshift", "us-east-1", "7", "7"))
			spend = "500"
		}
		rows = append(rows, measuringtest.Charge("900000000000", "111111111111", month, "Usage", "Amazon EC2", "us-east-1", "1000", "900"),
			measuringtest.Charge("222222222222", "222222222222", month, "Usage", "Amazon EC2", "us-east-1", spend, spend))
	}
	b.Bill(batch.SideCost, rows...)
	return &Finder{Measurer: b.Measurer, Now: func() time.Time { return time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC) }}
}

func keys(r Result, rule trigger.ID) []string {
	var all []string
	for _, f := range r.Select(Filter{Rule: rule}) {
		all = append(all, f.Key.String())
	}
	return all
}

func TestTriggersOfAYearOfBills(t *testing.T) {
	r, err := year(t).Run(t.Context(), asked())
	if err != nil {
		t.Fatal(err)
	}
	for rule, want := range map[trigger.ID][]string{"new_service": {"new_service/a/AmazonRedshift/2025-10"}, "drop": {"drop/b/2025-12"}, "growth": nil, "first_ai": nil} {
		if diff := cmp.Diff(want, keys(r, rule)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", rule, diff)
		}
	}
	if want := (period.Range{From: period.NewMonth(2025, 1), Until: period.NewMonth(2026, 1)}); r.Span != want {
		t.Errorf("span %s, want %s", r.Span, want)
	}
	// The sample's bills name no commitment, price, tag, meter or resource, and the
	// page must say so.
	unread := map[trigger.Need]bool{}
	for _, u := range r.Unread {
		unread[u.Need] = true
	}
	for _, need := range []trigger.Need{trigger.NeedCommitment, trigger.NeedTags, trigger.NeedMeter, trigger.NeedResource} {
		if !unread[need] {
			t.Errorf("nothing is said of bills without %s", need)
		}
	}
	if len(keys(r, "commitment_never")) > 0 {
		t.Error("a bill that says nothing of prices is taken for one without commitments")
	}
}

// What a finding comes to is what its rows come to, to the last decimal, on
// either side of a comparison.
func TestEveryFindingTiesToItsRows(t *testing.T) {
	f := year(t)
	r, err := f.Run(t.Context(), asked())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) < 3 {
		t.Fatalf("only %d findings", len(r.Findings))
	}
	for _, found := range r.Findings {
		e, err := f.Show(t.Context(), asked(), found.Key.String(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(found.Sums, e.Sums); diff != "" {
			t.Errorf("%s: finding and rows differ (-finding +rows)\n%s", found.Key, diff)
		}
		all, err := f.Show(t.Context(), asked(), found.Key.String(), AllRows)
		if err != nil {
			t.Fatal(err)
		}
		sum, rows := map[bool]money.Decimal{}, map[bool]int64{}
		for _, row := range all.Rows {
			sum[row.Before], rows[row.Before] = sum[row.Before].Add(row.Amount), rows[row.Before]+1
			if row.Number < 2 || row.File.Name() == "" {
				t.Errorf("%s: a row without its place: %+v", found.Key, row)
			}
		}
		for _, s := range found.Sums {
			if !s.Amount.Equal(sum[s.Before]) || s.Rows != rows[s.Before] {
				t.Errorf("%s: %s of %d rows, rows come to %s of %d", found.Key, s.Amount, s.Rows, sum[s.Before], rows[s.Before])
			}
		}
	}
}

func TestALimitedViewerSeesOwnCustomersTriggers(t *testing.T) {
	f := year(t)
	f.Measurer.Guard = access.Guarded
	as := func(role access.Role, own ...customer.ID) context.Context {
		return access.With(t.Context(), access.Viewer{Actor: "x", Role: role, Customers: own})
	}
	r, err := f.Run(as(access.RoleAccountManager, "a"), asked())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Findings) == 0 {
		t.Error("nothing of one's own customer")
	}
	for _, found := range r.Findings {
		if found.Customer != "a" {
			t.Errorf("%s is told to who may see a", found.Key)
		}
	}
	for _, u := range r.Unread {
		if u.Payer == "AWS/222222222222" {
			t.Error("the bill of another customer is told of")
		}
	}
	if _, err := f.Show(as(access.RoleAccountManager, "a"), asked(), "drop/b/2025-12", 5); fault.CodeOf(err) != "trigger.unknown" {
		t.Errorf("another's trigger is opened: %v", err)
	}
	if _, err := f.Run(t.Context(), asked()); fault.CodeOf(err) != "access.viewer_missing" {
		t.Errorf("nobody asks: %v", err)
	}
}

func TestALateBillIsNoFall(t *testing.T) {
	m := func(n int) period.Month { return period.NewMonth(2025, time.Month(n)) }
	live := []slice{{"a", m(1)}, {"a", m(2)}, {"a", m(3)}, {"b", m(1)}, {"b", m(2)}, {"gone", m(1)}}
	if got, want := spanOf(live, m(9)), (period.Range{From: m(1), Until: m(3)}); got != want {
		t.Errorf("b is late: %s, want %s", got, want)
	}
	if got, want := spanOf(live, m(2)), (period.Range{From: m(1), Until: m(2)}); got != want {
		t.Errorf("in the running month: %s, want %s", got, want)
	}
	if got := spanOf(nil, m(2)); !got.IsZero() {
		t.Errorf("no bills: %s", got)
	}
}

// Where the measurer keeps facts, findings are kept too: of these books and
// rules, and nobody's are another's.
func TestFindingsAreKeptWhileTheBooksStay(t *testing.T) {
	f := year(t)
	f.Measurer.Guard, f.Measurer.Keeps, f.Dir = access.Guarded, true, t.TempDir()
	run := func(role access.Role, own ...customer.ID) Result {
		t.Helper()
		r, err := f.Run(access.With(t.Context(), access.Viewer{Actor: "x", Role: role, Customers: own}), asked())
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	limited := run(access.RoleAccountManager, "a")
	whole := run(access.RoleOwner)
	if again := run(access.RoleOwner); &again.Findings[0] != &whole.Findings[0] {
		t.Error("the same was looked for twice")
	}
	if again := run(access.RoleAccountManager, "a"); &again.Findings[0] != &limited.Findings[0] {
		t.Error("the same was looked for twice for who sees one customer")
	}
	if len(limited.Findings) >= len(whole.Findings) {
		t.Errorf("%d findings of one customer, %d of all", len(limited.Findings), len(whole.Findings))
	}
	for _, r := range []Result{limited, run(access.RoleAccountManager, "b")} {
		for _, found := range r.Findings {
			if found.Customer != r.Findings[0].Customer {
				t.Errorf("%s is told to who may not see it", found.Key)
			}
		}
	}
	if none := run(access.RoleAccountManager); len(none.Findings) > 0 {
		t.Errorf("who sees nobody is told of %d", len(none.Findings))
	}
	text, err := shipped.ReadFile("rules/growth.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(f.Dir, "drop.yaml"), []byte(strings.Replace(string(text), "id: growth", "id: drop", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := keys(run(access.RoleOwner), "drop"); len(keys(whole, "drop")) == 0 || len(got) > 0 {
		t.Errorf("another rule changes nothing: %q", got)
	}
}
