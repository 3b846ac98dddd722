package measuring_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

func TestADefinitionIsWrittenAsItIsRead(t *testing.T) {
	for _, d := range []multiplier.Definition{multiplier.Standard(), multiplier.ResoldBilled()} {
		text, err := measuring.FormatDefinition(d)
		if err != nil {
			t.Fatal(err)
		}
		again, err := measuring.ParseDefinition("x.yaml", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(d, again); diff != "" {
			t.Error(diff)
		}
	}
}

func TestOwnDefinitionsAreMadeChangedAndTakenAway(t *testing.T) {
	b := measuringtest.Sample(t)
	m, ctx := b.Measurer, access.With(t.Context(), access.Local())
	text := "# only what we run\nname: managed\nversion: 1\nnumerator:\n  categories: [manage]\n"
	if d, err := m.Define(ctx, []byte(text)); err != nil || d.String() != "managed v1" {
		t.Fatal(d, err)
	}
	if data, err := os.ReadFile(filepath.Join(m.Definitions, "managed.yaml")); err != nil || string(data) != text {
		t.Errorf("%q, %v", data, err)
	}
	changed := strings.Replace(text, "[manage]", "[manage, adopt]", 1)
	if _, err := m.Define(ctx, []byte(changed)); fault.CodeOf(err) != "definition.version_not_raised" {
		t.Errorf("another meaning under the same version: %v", err)
	}
	if _, err := m.Define(ctx, []byte(strings.Replace(changed, "version: 1", "version: 2", 1))); err != nil {
		t.Error(err)
	}
	if _, err := m.Define(ctx, []byte("name: standard\nversion: 9\n")); fault.CodeOf(err) != "definition.name_taken" {
		t.Errorf("a shipped name: %v", err)
	}
	all, err := m.Defined(ctx)
	if err != nil || len(all) != len(multiplier.Shipped())+1 || !all[3].IsOwn() || all[3].String() != "managed v2" {
		t.Fatalf("%+v, %v", all, err)
	}
	if err := m.Undefine(ctx, "standard"); fault.CodeOf(err) != "definition.shipped" {
		t.Error(err)
	}
	if err := m.Undefine(ctx, "managed"); err != nil {
		t.Error(err)
	}
	if err := m.Undefine(ctx, "managed"); fault.CodeOf(err) != "definition.unknown" {
		t.Error(err)
	}
}

func TestOnlyWhoMaySettleChangesDefinitions(t *testing.T) {
	m := measuringtest.Sample(t).Measurer
	m.Guard = access.Guarded
	for _, role := range access.Roles() {
		ctx := access.With(context.Background(), access.Viewer{Actor: "x", Role: role})
		_, err := m.Define(ctx, []byte("name: x\nversion: 1\n"))
		if denied := fault.CodeOf(err) == "access.denied"; denied == role.May(access.RightSettle) {
			t.Errorf("%s: %v", role, err)
		}
		err = m.Undefine(ctx, "x")
		if denied := fault.CodeOf(err) == "access.denied"; denied == role.May(access.RightSettle) {
			t.Errorf("%s: %v", role, err)
		}
	}
}
