package fault_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

func TestRefiningAFaultLeavesTheOriginalAlone(t *testing.T) {
	base := fault.New(fault.KindInvalid, "a.b").With("one", 1)
	refined := base.With("two", 2).At(fault.Place{File: "x.csv", Row: 3}).Because(fs.ErrNotExist)
	if len(base.Args) != 1 || !base.Place.IsZero() || base.Err != nil {
		t.Errorf("the original changed: %+v", base)
	}
	if refined.Args["one"] != 1 || refined.Args["two"] != 2 || refined.Place.Row != 3 {
		t.Errorf("the copy lacks something: %+v", refined)
	}
}

func TestFaultsAreFoundInChains(t *testing.T) {
	cause := fault.New(fault.KindLimit, "a.b").Because(fs.ErrPermission)
	err := fmt.Errorf("outer: %w", cause)
	if f, ok := fault.As(err); !ok || f.Code != "a.b" {
		t.Errorf("As: %v, %v", f, ok)
	}
	if fault.KindOf(err) != fault.KindLimit || fault.CodeOf(err) != "a.b" {
		t.Errorf("kind %s, code %s", fault.KindOf(err), fault.CodeOf(err))
	}
	if !errors.Is(err, fault.New(fault.KindInvalid, "a.b")) || errors.Is(err, fault.New(fault.KindLimit, "a.c")) {
		t.Error("errors.Is does not compare by code")
	}
	if !errors.Is(err, fs.ErrPermission) {
		t.Error("the cause is lost")
	}
}

func TestAnyOtherErrorIsInternal(t *testing.T) {
	err := errors.New("boom")
	if fault.KindOf(err) != fault.KindInternal || fault.CodeOf(err) != "internal" {
		t.Errorf("kind %s, code %s", fault.KindOf(err), fault.CodeOf(err))
	}
}

func TestWrapNamesTheOperationAndKeepsTheFault(t *testing.T) {
	run := func(fail bool) (err error) {
		defer fault.Wrap(&err, "importing.Run(%s)", "x.csv")
		if fail {
			return fault.New(fault.KindInvalid, "a.b")
		}
		return nil
	}
	if err := run(false); err != nil {
		t.Errorf("success became %v", err)
	}
	if err := run(true); fault.CodeOf(err) != "a.b" || err.Error() != "importing.Run(x.csv): a.b" {
		t.Errorf("got %v", err)
	}
}

func TestErrorTextIsStable(t *testing.T) {
	err := fault.New(fault.KindInvalid, "bill.bad").With("b", 2).With("a", 1).
		At(fault.Place{File: "x.csv", Row: 7, Column: "BilledCost", Value: "n/a"}).Because(errors.New("why"))
	want := `bill.bad a=1 b=2 (x.csv, row 7, column BilledCost, value "n/a"): why`
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

func TestEveryKindIsListedOnce(t *testing.T) {
	seen := map[fault.Kind]bool{}
	for _, k := range fault.Kinds() {
		if seen[k] {
			t.Errorf("%s is listed twice", k)
		}
		seen[k] = true
	}
	for _, k := range []fault.Kind{fault.KindInvalid, fault.KindNotFound, fault.KindConflict, fault.KindLimit,
		fault.KindUnavailable, fault.KindDenied, fault.KindInternal} {
		if !seen[k] {
			t.Errorf("%s is not listed", k)
		}
	}
}
