package auth_test

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

func TestASealedSecretOpensForItsOwnerWithItsKeyOnly(t *testing.T) {
	keys, secret := auth.NewKeys(), auth.NewSecret()
	sealed, err := keys.Seal("ann", secret)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := keys.Seal("ann", secret); again == sealed {
		t.Error("the same secret sealed twice looks the same")
	}
	if strings.Contains(sealed, secret) || !auth.IsSealed(sealed) || auth.IsSealed(secret) || !keys.IsCurrent(sealed) {
		t.Errorf("sealed as %s", sealed)
	}
	if got, err := keys.Open("ann", sealed); err != nil || got != secret {
		t.Errorf("opened as %q, %v", got, err)
	}
	last := sealed[len(sealed)-2:]
	for name, try := range map[string]struct {
		keys          auth.Keys
		owner, sealed string
	}{
		"another owner": {keys, "bo", sealed},
		"another key":   {auth.NewKeys(), "ann", sealed},
		"no key":        {nil, "ann", sealed},
		"changed":       {keys, "ann", strings.TrimSuffix(sealed, last) + map[bool]string{true: "BB", false: "AA"}[last == "AA"]},
		"cut":           {keys, "ann", sealed[:len(sealed)-20]},
		"plain":         {keys, "ann", secret},
		"empty":         {keys, "ann", ""},
	} {
		if got, err := try.keys.Open(try.owner, try.sealed); fault.CodeOf(err) != "auth.keys_missing" || got != "" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := auth.Keys(nil).Seal("ann", secret); fault.CodeOf(err) != "auth.keys_missing" {
		t.Errorf("no key seals: %v", err)
	}
}

func TestANewKeySealsAndTheOldOneStillOpens(t *testing.T) {
	old := auth.NewKeys()
	sealed, err := old.Seal("ann", "secret")
	if err != nil {
		t.Fatal(err)
	}
	both, err := auth.ParseKeys(auth.NewKeys().String() + "\n# of last year\n" + old.String())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := both.Open("ann", sealed); err != nil || got != "secret" || both.IsCurrent(sealed) {
		t.Errorf("%q, %v", got, err)
	}
	renewed, err := both.Seal("ann", "secret")
	if err != nil || !both.IsCurrent(renewed) {
		t.Fatal(err)
	}
	if _, err := old.Open("ann", renewed); err == nil {
		t.Error("the old key opens what the new one sealed")
	}
}

func FuzzParseKeys(f *testing.F) {
	for _, seed := range []string{"", "# nothing", "AAAA", auth.NewKeys().String(), auth.NewKeys().String() + "x\n", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		keys, err := auth.ParseKeys(text)
		if err != nil {
			if fault.CodeOf(err) != "auth.keys_malformed" || len(text) > 8 && strings.Contains(err.Error(), text) {
				t.Fatalf("%v", err)
			}
			return
		}
		if again, err := auth.ParseKeys(keys.String()); err != nil || len(again) != len(keys) || again[0] != keys[0] {
			t.Fatalf("%v, %v", again, err)
		}
	})
}
