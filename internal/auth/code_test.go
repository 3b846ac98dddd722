package auth_test

import (
	"encoding/base32"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/auth"
)

// The last six digits of what RFC 6238 gives for SHA-1 in appendix B.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	secret := base32.StdEncoding.EncodeToString([]byte("12345678901234567890"))
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got, ok := auth.Code(secret, time.Unix(at, 0)); !ok || got != want {
			t.Errorf("at %d: %s, not %s", at, got, want)
		}
	}
	if _, ok := auth.Code("not base32!", time.Now()); ok {
		t.Error("a code of no secret")
	}
}

func TestACodeIsGoodForAMinuteAndOnce(t *testing.T) {
	secret, at := auth.NewSecret(), time.Unix(1_800_000_010, 0)
	code, _ := auth.Code(secret, at)
	for _, off := range []time.Duration{-30 * time.Second, 0, 30 * time.Second} {
		step, ok := auth.CheckCode(secret, code[:3]+" "+code[3:], at.Add(off), 0)
		if !ok {
			t.Fatalf("refused %s off", off)
		}
		if _, again := auth.CheckCode(secret, code, at.Add(off), step); again {
			t.Error("the same code is good twice")
		}
	}
	for _, off := range []time.Duration{-2 * time.Minute, 2 * time.Minute} {
		if other, _ := auth.Code(secret, at.Add(off)); other == code {
			continue
		}
		if _, ok := auth.CheckCode(secret, code, at.Add(off), 0); ok {
			t.Errorf("good %s off", off)
		}
	}
	for _, wrong := range []string{"", "12345", code + "0", "abcdef"} {
		if _, ok := auth.CheckCode(secret, wrong, at, 0); ok {
			t.Errorf("%q is taken", wrong)
		}
	}
	if _, ok := auth.CheckCode("", "", at, 0); ok {
		t.Error("no secret has a code")
	}
}

func TestAnAppReadsTheEnrolment(t *testing.T) {
	secret := auth.NewSecret()
	u, err := url.Parse(auth.Enrolment("Sevenfold", "ann@example.com", secret))
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Sevenfold:ann@example.com" {
		t.Fatalf("%v %v", u, err)
	}
	if q := u.Query(); q.Get("secret") != secret || q.Get("issuer") != "Sevenfold" || q.Get("digits") != "6" || q.Get("period") != "30" {
		t.Errorf("%v", q)
	}
}

func TestRecoveryCodesAreReadAsPeopleTypeThem(t *testing.T) {
	codes := auth.NewRecoveryCodes()
	seen := map[string]bool{}
	for _, c := range codes {
		hash, ok := auth.ParseRecoveryCode(c)
		if !ok || seen[hash] {
			t.Fatalf("%s: %v", c, ok)
		}
		seen[hash] = true
		typed := strings.NewReplacer("0", "o", "1", "l").Replace(strings.ToLower(strings.ReplaceAll(c, "-", " ")))
		if again, ok := auth.ParseRecoveryCode(typed); !ok || again != hash {
			t.Errorf("%s typed as %q is another", c, typed)
		}
	}
	if len(codes) != 10 {
		t.Errorf("%d codes", len(codes))
	}
	for _, wrong := range []string{"", "123456", codes[0][1:], codes[0] + "A", "UUUU-UUUU-UUUU-UUUU", strings.Repeat("-", 1000) + codes[0]} {
		if _, ok := auth.ParseRecoveryCode(wrong); ok {
			t.Errorf("%.40q is a code", wrong)
		}
	}
}

func FuzzParseRecoveryCode(f *testing.F) {
	for _, seed := range []string{"", "123456", "ABCD-EFGH-JKMN-PQRS", "abcd efgh jkmn pqrs", "oooo-iiii-llll-0000", "\x00", "密码密码密码密码密码"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		hash, ok := auth.ParseRecoveryCode(s)
		if ok != (len(hash) == 64) {
			t.Fatalf("%q: %q, %v", s, hash, ok)
		}
		if !ok {
			return
		}
		if again, ok := auth.ParseRecoveryCode(" " + strings.ToLower(strings.ToUpper(s)) + "-"); len(s)+2 <= 64 && (!ok || again != hash) {
			t.Fatalf("%q is another code in small letters", s)
		}
	})
}

func TestATokenIsKeptAsItsHash(t *testing.T) {
	token := auth.NewToken()
	if token == auth.NewToken() || len(token) != 43 || auth.HashToken(token) == token || auth.HashToken("x") != "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" {
		t.Errorf("token %q, hash %q", token, auth.HashToken(token))
	}
}
