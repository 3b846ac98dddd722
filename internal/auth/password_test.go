package auth_test

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

var quick = auth.Params{MemoryKiB: 64, Passes: 1, Lanes: 1}

func TestAPasswordMatchesItsHashOnly(t *testing.T) {
	hash := quick.Hash("correct horse battery")
	if again := quick.Hash("correct horse battery"); again == hash {
		t.Error("two hashes have one salt")
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("the parameters are not in %s", hash)
	}
	later := auth.Params{MemoryKiB: 128, Passes: 2, Lanes: 1}
	for _, p := range []auth.Params{quick, later} {
		if !p.Matches(hash, "correct horse battery") {
			t.Errorf("%+v refuse the right password", p)
		}
		for _, wrong := range []string{"", "correct horse batter", "Correct horse battery", strings.Repeat("x", 10_000)} {
			if p.Matches(hash, wrong) {
				t.Errorf("%+v take %.20q", p, wrong)
			}
		}
	}
	if quick.IsOutdated(hash) || !later.IsOutdated(hash) || !quick.IsOutdated("") {
		t.Error("which hash is outdated")
	}
}

func TestNoHashMatchesNothing(t *testing.T) {
	good := quick.Hash("x")
	for _, hash := range []string{"", "x", "$argon2id$v=19$m=64,t=1,p=1$$", strings.Replace(good, "argon2id", "argon2i", 1), strings.Replace(good, "m=64", "m=4294967295", 1),
		strings.Replace(good, "p=1", "p=0", 1), good + "A", good + "$x"} {
		for _, password := range []string{"", "x"} {
			if quick.Matches(hash, password) {
				t.Errorf("%q matches %q", hash, password)
			}
		}
	}
}

func TestWhichPasswordsAreRefused(t *testing.T) {
	for password, code := range map[string]string{"": "auth.password_short", "elevenchars": "auth.password_short", "twelve chars": "", "十二个汉字的密码也足够长吧": "",
		strings.Repeat("x", 257): "auth.password_long", "Ann@Example.Com": "auth.password_is_name"} {
		if got := fault.CodeOf(auth.CheckPassword("ann@example.com", password)); got != code && (code != "" || auth.CheckPassword("ann@example.com", password) != nil) {
			t.Errorf("%.20q: %s, not %q", password, got, code)
		}
	}
}
