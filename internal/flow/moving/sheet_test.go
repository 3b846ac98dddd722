package moving_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/estimate"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render"
	"github.com/sevenfold/sevenfold/internal/render/csv"
	"github.com/sevenfold/sevenfold/internal/render/xlsx"
)

func bundle(t *testing.T) *i18n.Bundle {
	t.Helper()
	b, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// exported writes every move that somebody sees in a language and format.
func exported(t *testing.T, ctx context.Context, m *moving.Mover, lang, format string) string {
	t.Helper()
	all, err := m.List(ctx, moving.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	names, err := m.Names(ctx)
	if err != nil {
		t.Fatal(err)
	}
	l := bundle(t).For(lang)
	d := report.Document{Blocks: []report.Block{moving.Sheet(l, names, all)}}
	locale := render.Locale{Number: l.Number, Currency: "Currency", Exact: l.Text("common.exact", nil), Remarks: "Remarks"}
	var b bytes.Buffer
	if format == "csv" {
		err = csv.Render(&b, d, csv.Options{Locale: locale, BOM: true})
	} else {
		err = xlsx.Render(&b, d, xlsx.Options{Locale: locale})
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func imported(t *testing.T, ctx context.Context, m *moving.Mover, format, text string) (moving.Taken, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "moves."+format)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return m.Import(ctx, moving.SheetInput{Path: path, Bundle: bundle(t), Currency: "USD"})
}

func all(t *testing.T, ctx context.Context, m *moving.Mover) []move.Edition {
	t.Helper()
	out, err := m.List(ctx, moving.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestASheetThatNobodyChangedChangesNothing(t *testing.T) {
	m, lead := mover(t), as("lead", access.RolePracticeLead)
	m.Proposing = suggesting(proposal("a", "a/manage", "10.123456789"))
	if _, err := m.Take(lead, moving.TakeInput{L: english(t), Origins: []move.Origin{{Kind: move.OriginWhitespace, Ref: "a/manage"}}}); err != nil {
		t.Fatal(err)
	}
	firm, formula := forCustomer("", "Hire", ""), forCustomer("b", "=HYPERLINK(1)", "99999999999999999.25")
	firm.Practice, firm.Category, firm.Strategy, firm.Due, firm.Note = move.PracticeFirm, "", move.StrategyLeadership, noon.Truncate(24*time.Hour), "two lines\nof it, with \"quotes\""
	formula.Owner, formula.Size.Currency = "+Ann", "CNY"
	if _, err := m.Open(lead, firm, formula); err != nil {
		t.Fatal(err)
	}
	before := all(t, lead, m)
	for _, lang := range i18n.Languages() {
		for _, format := range []string{"csv", "xlsx"} {
			text := exported(t, lead, m, lang, format)
			if strings.Contains(text, ",=HYPERLINK") {
				t.Error("a title runs as a formula")
			}
			taken, err := imported(t, lead, m, format, text)
			if err != nil || !taken.Written || taken.Count(moving.DidKeep) != 3 {
				t.Errorf("%s %s: %+v, %v", lang, format, taken, err)
			}
		}
	}
	if d := cmp.Diff(before, all(t, lead, m)); d != "" {
		t.Error(d)
	}
}

func TestAnEditedSheetChangesAndAdds(t *testing.T) {
	m, lead := mover(t), as("lead", access.RolePracticeLead)
	opened, err := m.Open(lead, forCustomer("a", "one", "10"), forCustomer("b", "two", "10"))
	if err != nil {
		t.Fatal(err)
	}
	id := string(opened[0].Move.ID)
	text := "编号,行动,Customer,策略,State,负责人,Due,Size,Size (low),size_high,currency,chance,Days,Note\r\n" +
		id + ",one,a,云市场,进行中,林伟,2026/7/1,,,,,40%,,\r\n" +
		",new,Beta Inc,,,,2026年8月2日,\"1,500\",,2000,CNY,,3,\r\n"
	taken, err := imported(t, lead, m, "csv", text)
	if err != nil || !taken.Written || taken.Count(moving.DidChange) != 1 || taken.Count(moving.DidAdd) != 1 {
		t.Fatalf("%+v, %v", taken, err)
	}
	byTitle := map[string]move.Edition{}
	for _, e := range all(t, lead, m) {
		byTitle[e.Move.Title] = e
	}
	one := byTitle["one"]
	if one.Number != 2 || one.Move.Strategy != move.StrategyMarketplace || one.Move.State != move.StateUnderway || one.Move.Owner != "林伟" ||
		one.Move.Due.Format(time.DateOnly) != "2026-07-01" || one.Move.Chance.String() != "0.4" || one.Move.Effort != nil || one.Move.Size != nil || one.Move.Category != "manage" {
		t.Errorf("%+v", one.Move)
	}
	added := byTitle["new"].Move
	want := &estimate.Range{Low: money.NewInt(1500), Mid: money.NewInt(1500), High: money.NewInt(2000), Currency: "CNY", Basis: estimate.BasisDeclared}
	if d := cmp.Diff(want, added.Size); d != "" || added.Customer != "b" || added.Origin.Kind != move.OriginHand || added.Strategy != move.StrategyPortfolio || added.State != move.StatePlanned {
		t.Errorf("%+v\n%s", added, d)
	}
	if byTitle["two"].Number != 1 {
		t.Error("a move that is not in the file is changed")
	}
}

func TestASheetWithAMistakeChangesNothingAndNamesTheCell(t *testing.T) {
	m, lead := mover(t), as("lead", access.RolePracticeLead)
	opened, err := m.Open(lead, forCustomer("a", "one", "10"), forCustomer("b", "two", "10"))
	if err != nil {
		t.Fatal(err)
	}
	before := all(t, lead, m)
	one, two := string(opened[0].Move.ID), string(opened[1].Move.ID)
	for _, c := range []struct{ row, code, column string }{
		{one + ",1,,a,,,,,,", "move.title", "Title"},
		{one + ",1,one,zzz,,,,,,", "customer.unknown", "Customer"},
		{one + ",1,one,a,luck,,,,,", "move.strategy", "Strategy"},
		{one + ",1,one,a,,lost,,,,", "move.state", "State"},
		{one + ",1,one,a,,,soon,,,", "move.due", "Due"},
		{one + ",1,one,a,,,,much,,", "move.size", "size_mid"},
		{one + ",1,one,a,,,,,7,", "move.chance", "Chance"},
		{one + ",1,one,a,,,,,,0", "move.effort", "effort"},
		{one + ",9,one,a,,,,,,", "move.edition", "edition"},
		{"01NOBODY,1,one,a,,,,,,", "move.unknown", "id"},
		{two + ",1,two,b,,,,,,", "move.twice", "id"},
		{",,without anybody,,,,,,,", "move.subject", "Customer"},
	} {
		text := "id,edition,Title,Customer,Strategy,State,Due,size_mid,Chance,effort\r\n" + two + ",1,changed,b,,,,,,\r\n" + c.row + "\r\n"
		taken, err := imported(t, lead, m, "csv", strings.Replace(text, ",Title,", ",title,", 1))
		if err != nil || taken.Written || taken.Refused() != 1 {
			t.Fatalf("%s: %+v, %v", c.code, taken, err)
		}
		if f := taken.Rows[1].Fault; f.Code != c.code || f.Place.Row != 3 || !strings.EqualFold(f.Place.Column, c.column) {
			t.Errorf("%s at %s, not %s at %s", f.Code, f.Place, c.code, c.column)
		}
	}
	if d := cmp.Diff(before, all(t, lead, m)); d != "" {
		t.Error(d)
	}
	if _, err := imported(t, lead, m, "csv", "id,Customer\n1,a\n"); fault.CodeOf(err) != "form.column_missing" {
		t.Errorf("without titles: %v", err)
	}
}

func TestASheetDoesNotOverwriteWhatOthersChangedSince(t *testing.T) {
	m, lead := mover(t), as("lead", access.RolePracticeLead)
	opened, err := m.Open(lead, forCustomer("a", "one", "10"), forCustomer("b", "two", "10"))
	if err != nil {
		t.Fatal(err)
	}
	sheet := exported(t, lead, m, "en", "csv")
	if _, err := m.Change(lead, moving.Change{Owner: ptr("Ann")}, opened[0].Move.ID); err != nil {
		t.Fatal(err)
	}
	if taken, err := imported(t, lead, m, "csv", sheet); err != nil || taken.Count(moving.DidKeep) != 2 {
		t.Errorf("a row as it was exported: %+v, %v", taken, err)
	}
	taken, err := imported(t, lead, m, "csv", strings.Replace(sheet, ",one,", ",uno,", 1))
	if err != nil || taken.Written || taken.Refused() != 1 {
		t.Fatalf("%+v, %v", taken, err)
	}
	if got, err := m.History(lead, opened[0].Move.ID); err != nil || len(got) != 2 || got[1].Move.Owner != "Ann" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnAccountManagersSheetReachesOwnCustomersOnly(t *testing.T) {
	m, lead, mia := mover(t), as("lead", access.RolePracticeLead), as("mia", access.RoleAccountManager, "b")
	opened, err := m.Open(lead, forCustomer("a", "secret", "10"), forCustomer("b", "own", "10"))
	if err != nil {
		t.Fatal(err)
	}
	if sheet := exported(t, mia, m, "en", "csv"); strings.Contains(sheet, "secret") || strings.Contains(sheet, "Acme") || !strings.Contains(sheet, "own") {
		t.Errorf("the sheet is %s", sheet)
	}
	for name, row := range map[string]string{
		"changes another's":           string(opened[0].Move.ID) + ",x,a,",
		"adds for another":            ",x,a,",
		"adds for another by name":    ",x,Acme Ltd,",
		"moves to another":            string(opened[1].Move.ID) + ",own,a,",
		"plans for a practice":        ",x,,data",
		"takes the customer away too": string(opened[1].Move.ID) + ",own,,data",
	} {
		taken, err := imported(t, mia, m, "csv", "id,title,customer,practice\n"+row+"\n")
		if err != nil || taken.Written {
			t.Errorf("%s: %+v, %v", name, taken, err)
		}
	}
	if _, err := imported(t, as("eve", access.RoleAuditor), m, "csv", "id,title\n,x\n"); fault.KindOf(err) != fault.KindDenied {
		t.Errorf("an auditor imports: %v", err)
	}
}
