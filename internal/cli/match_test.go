package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchBooks makes a workspace of two customers and two accounts that only their
// tags name, and matches it.
func matchBooks(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	const charge = `900000000000,P,USD,2025-01-01T00:00:00Z,2025-02-01T00:00:00Z,2025-01-01T00:00:00Z,2025-02-01T00:00:00Z,Usage,use,Amazon EC2,Compute,eu-west-1,`
	for name, text := range map[string]string{
		"customers.csv": "customer_id,name\nb,Beta Biotech GmbH\ng,Gamma Optics Ltd\n",
		"bill.csv": "BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd," +
			"ChargeCategory,ChargeDescription,ServiceName,ServiceCategory,RegionId,SubAccountId,SubAccountName,EffectiveCost,BilledCost,ListCost," +
			"ContractedCost,ProviderName,PublisherName,InvoiceIssuerName,Tags\n" +
			charge + `222222222222,,40,40,40,40,AWS,AWS,AWS,"{""customer"":""Beta Biotech""}"` + "\n" +
			charge + `333333333333,,30,30,30,30,AWS,AWS,AWS,"{""customer"":""Gamma Optics""}"` + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init"}, {"import", "customers", "customers.csv"}, {"import", "bill", "bill.csv"}, {"match", "run"}} {
		if code, _, errs := within(t, dir, "", nil, args...); code != exitOK {
			t.Fatalf("%v: %s", args, errs)
		}
	}
	return dir
}

// within runs a command in a folder with what is typed; raw is the terminal's
// switch to single keys.
func within(t *testing.T, dir, typed string, raw func() (func() error, error), args ...string) (code int, out, errs string) {
	t.Helper()
	p, stdout, stderr := process(t, args...)
	p.Dir, p.Stdin, p.Raw = dir, strings.NewReader(typed), raw
	p.Env = func(key string) string { return map[string]string{"SEVENFOLD_ACTOR": "li"}[key] }
	code = Run(context.Background(), p)
	return code, stdout.String(), stderr.String()
}

func TestAReviewByKeysRestoresTheTerminalAndTakesNoArrowForAnAnswer(t *testing.T) {
	dir := matchBooks(t)
	on, switched := false, 0
	raw := func() (func() error, error) {
		if on {
			t.Error("single keys were asked for twice")
		}
		on = true
		switched++
		return func() error { on = false; return nil }, nil
	}
	// Up and down, back, an unknown key, yes, undo, yes again, end.
	code, out, errs := within(t, dir, "\x1b[A\x1b[B\x1b[5~kXauaq", raw, "match", "review")
	if code != exitOK || on || switched < 8 {
		t.Fatalf("code %d, still raw %t, switched %d: %s", code, on, switched, errs)
	}
	if !strings.Contains(out, "1 question answered") || strings.Count(errs, "222222222222 is Beta Biotech GmbH (b).") != 2 || strings.Contains(errs, "333333333333 is ") {
		t.Errorf("it came to %s\n%s", out, errs)
	}
	if _, out, _ := within(t, dir, "", nil, "match", "queue"); !strings.Contains(out, "1 open question, 30.00 USD") {
		t.Errorf("left open: %s", out)
	}
}

func TestControlCInAReviewKeepsWhatWasAnswered(t *testing.T) {
	dir := matchBooks(t)
	raw := func() (func() error, error) { return func() error { return nil }, nil }
	if code, _, _ := within(t, dir, "a\x03", raw, "match", "review"); code != exitInterrupted {
		t.Errorf("code %d", code)
	}
	if _, out, _ := within(t, dir, "", nil, "match", "queue"); !strings.Contains(out, "1 open question") {
		t.Errorf("left open: %s", out)
	}
	broken := errors.New("no terminal after all")
	if code, _, _ := within(t, dir, "a", func() (func() error, error) { return nil, broken }, "match", "review"); code == exitOK {
		t.Error("a terminal that fails is no success")
	}
}

func TestNamesAreComparedOutsideAnyWorkspace(t *testing.T) {
	dir := t.TempDir()
	code, out, errs := within(t, dir, "", nil, "match", "explain", "Contoso Ltd", "Contoso Limited")
	if code != exitOK || !strings.Contains(out, "linked without asking") || !strings.Contains(out, "A plain name has no place in the books") {
		t.Errorf("code %d: %s%s", code, out, errs)
	}
	if code, _, _ := within(t, dir, "", nil, "match", "explain", "Contoso Ltd"); code != exitNotFound {
		t.Errorf("one name alone: code %d", code)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("it left %v, %v", entries, err)
	}
}

func TestEveryWordOfMatchingHasWordsInBothLanguages(t *testing.T) {
	var keys []string
	for _, w := range matching.Whys() {
		keys = append(keys, "match.why."+string(w))
	}
	for _, v := range customer.Verbs() {
		keys = append(keys, "match.verb."+string(v), "match.what."+string(v))
	}
	for _, k := range customer.Kinds() {
		keys = append(keys, "match.identifier."+string(k))
	}
	for _, r := range customer.Roles() {
		keys = append(keys, "match.role."+string(r))
	}
	for _, k := range []identity.Kind{identity.KindAccount, identity.KindBook, identity.KindCustomer, identity.KindOther} {
		keys = append(keys, "match.kind."+string(k))
	}
	for _, o := range []string{"roster", string(customer.OriginPerson), string(customer.OriginAuto)} {
		keys = append(keys, "match.origin."+o)
	}
	for _, c := range identity.Codes() {
		keys = append(keys, "identity.evidence."+string(c))
	}
	for _, v := range []identity.Verdict{identity.VerdictAccept, identity.VerdictAsk, identity.VerdictApart} {
		keys = append(keys, "match.explain.verdict."+string(v))
	}
	for _, c := range sheetColumns() {
		keys = append(keys, "match.column."+c.Key)
	}
	for _, lang := range i18n.Languages() {
		for _, key := range keys {
			if !localizer(t, lang).Has(key) {
				t.Errorf("%s: no text %s", lang, key)
			}
		}
	}
}

func TestEvaluateCountsByFamilyAndNamesWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	pairs := "name1,name2,is_match,family,notes\nContoso Ltd,Contoso Limited,true,form,\nContoso Ltd,Quokka Freight GmbH,false,other,\nContoso Ltd,Contoso Limited,false,wrong label,x\n"
	if err := os.WriteFile(filepath.Join(dir, "pairs.csv"), []byte(pairs), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := within(t, dir, "", nil, "match", "evaluate", "pairs.csv", "--wrong")
	if code != exitOK {
		t.Fatal(errs)
	}
	for _, want := range []string{"3 labelled pairs", "50.0%", "wrong label", "By family"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in %s", want, out)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "bad.csv"), []byte("name1,name2,is_match\na,b,perhaps\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := within(t, dir, "", nil, "match", "evaluate", "bad.csv"); code != exitInvalid || !bytes.Contains([]byte(errs), []byte("row 2")) {
		t.Errorf("code %d: %s", code, errs)
	}
}
