package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 6238 as every authenticator speaks it
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// One-time codes as authenticator apps make them: RFC 6238, SHA-1, six digits,
// a new one every thirty seconds.
const (
	codeStep   = 30 * time.Second
	codeDigits = 6
	codeDrift  = 1 // steps that a clock may be off
)

var secretText = base32.StdEncoding.WithPadding(base32.NoPadding)

// secretBytes is how long a secret is: 160 bits.
const secretBytes = 20

// NewSecret makes the secret of somebody's one-time codes.
func NewSecret() string {
	var b [secretBytes]byte
	rand.Read(b[:]) // it never fails: a system without randomness stops the program
	return secretText.EncodeToString(b[:])
}

// IsSecret reports a secret such as NewSecret makes: a shorter one would be
// guessed.
func IsSecret(s string) bool {
	key, err := secretText.DecodeString(s)
	return err == nil && len(key) == secretBytes
}

// Enrolment is the address that an authenticator app reads.
func Enrolment(issuer, name, secret string) string {
	q := url.Values{"secret": {secret}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {fmt.Sprint(codeDigits)}, "period": {fmt.Sprint(int(codeStep.Seconds()))}}
	return (&url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + name, RawQuery: q.Encode()}).String()
}

// Code is the code of a moment; false for a secret that is none.
func Code(secret string, at time.Time) (string, bool) {
	return codeOf(secret, at.Unix()/int64(codeStep.Seconds()))
}

func codeOf(secret string, step int64) (string, bool) {
	key, err := secretText.DecodeString(secret)
	if err != nil || len(key) == 0 {
		return "", false
	}
	mac := hmac.New(sha1.New, key)
	binary.Write(mac, binary.BigEndian, step) //nolint:errcheck // a hash takes everything
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	n := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	return fmt.Sprintf("%0*d", codeDigits, n%1_000_000), true
}

// CheckCode gives the step of a code that is good now and later than the last
// one used: the same code opens once.
func CheckCode(secret, code string, at time.Time, last int64) (step int64, ok bool) {
	code = strings.Map(digitsOnly, code)
	now := at.Unix() / int64(codeStep.Seconds())
	for s := now - codeDrift; s <= now+codeDrift; s++ {
		want, good := codeOf(secret, s)
		if good && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && s > last && !ok {
			step, ok = s, true
		}
	}
	return step, ok
}

// digitsOnly drops the space that apps show in the middle of a code.
func digitsOnly(r rune) rune {
	if r == ' ' || r == '-' || r == '\u00a0' {
		return -1
	}
	return r
}

// Recovery codes: for who has lost the telephone.
const (
	recoveryCodes = 10
	recoveryChars = 16 // 80 bits
	recoveryGroup = 4
)

var recoveryText = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewRecoveryCodes makes a set as people read it: ABCD-EFGH-JKMN-PQRS.
func NewRecoveryCodes() []string {
	codes := make([]string, recoveryCodes)
	for i := range codes {
		var b [recoveryChars * 5 / 8]byte
		rand.Read(b[:]) // as above
		text := recoveryText.EncodeToString(b[:])
		var groups []string
		for at := 0; at < len(text); at += recoveryGroup {
			groups = append(groups, text[at:at+recoveryGroup])
		}
		codes[i] = strings.Join(groups, "-")
	}
	return codes
}

// ParseRecoveryCode reads a code as people type it: in any case, with or
// without dashes and spaces, O for zero and I or L for one. It gives the hash by
// which codes are kept; false for what is no code.
func ParseRecoveryCode(s string) (hash string, ok bool) {
	if len(s) > 4*recoveryChars {
		return "", false
	}
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(strings.Map(digitsOnly, s)))
	if len(s) != recoveryChars {
		return "", false
	}
	if _, err := recoveryText.DecodeString(s); err != nil {
		return "", false
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:]), true
}

// NewToken makes a secret of 256 random bits, fit for a URL or a cookie.
func NewToken() string {
	var secret [32]byte
	rand.Read(secret[:]) // as above
	return base64.RawURLEncoding.EncodeToString(secret[:])
}

// HashToken is what is kept of a token. It needs no salt and no cost: nobody
// guesses 256 bits.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
