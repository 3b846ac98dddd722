package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Params are what a password costs to try: argon2id.
type Params struct {
	MemoryKiB uint32
	Passes    uint32
	Lanes     uint8
}

// Default takes about a tenth of a second on one core.
func Default() Params { return Params{MemoryKiB: 64 << 10, Passes: 3, Lanes: 1} }

// Lengths of passwords, in characters. The most keeps a form from buying work.
const (
	leastPassword = 12
	mostPassword  = 256
)

const (
	saltBytes = 16
	keyBytes  = 32
)

// CheckPassword refuses one that is too short or too long, or the name itself.
// Faults: auth.password_short, auth.password_long, auth.password_is_name.
func CheckPassword(name, password string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < leastPassword:
		return fault.New(fault.KindInvalid, "auth.password_short").With("least", leastPassword)
	case n > mostPassword:
		return fault.New(fault.KindInvalid, "auth.password_long").With("most", mostPassword)
	case strings.EqualFold(name, password):
		return fault.New(fault.KindInvalid, "auth.password_is_name")
	}
	return nil
}

// Hash hashes a password with a salt of its own. The parameters stand in the
// text, so that what is hashed today can be compared after they change.
func (p Params) Hash(password string) string {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // it never fails: a system without randomness stops the program
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.MemoryKiB, p.Passes, p.Lanes, b64(salt),
		b64(argon2.IDKey([]byte(password), salt, p.Passes, p.MemoryKiB, p.Lanes, keyBytes)))
}

// most of what a stored hash may ask for; nobody writes more but a forger.
const (
	mostMemoryKiB = 1 << 20
	mostPasses    = 64
)

// Matches compares a password with a hash. With no hash, or one that cannot be
// read, it works as long as with one of these parameters and says no: the time
// does not tell whether there is such a person.
func (p Params) Matches(hash, password string) bool {
	used, salt, key, ok := parseHash(hash)
	if !ok {
		used, salt, key = p, make([]byte, saltBytes), make([]byte, keyBytes)
	}
	if utf8.RuneCountInString(password) > mostPassword {
		password, ok = "", false
	}
	got := argon2.IDKey([]byte(password), salt, used.Passes, used.MemoryKiB, used.Lanes, uint32(len(key))) //nolint:gosec // bounded by parseHash
	return subtle.ConstantTimeCompare(got, key) == 1 && ok
}

// IsOutdated reports a hash of other parameters than these.
func (p Params) IsOutdated(hash string) bool {
	used, _, _, ok := parseHash(hash)
	return !ok || used != p
}

func parseHash(hash string) (p Params, salt, key []byte, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, false
	}
	if n, err := fmt.Sscanf(parts[3]+"$", "m=%d,t=%d,p=%d$", &p.MemoryKiB, &p.Passes, &p.Lanes); n != 3 || err != nil {
		return p, nil, nil, false
	}
	salt, serr := base64.RawStdEncoding.DecodeString(parts[4])
	key, kerr := base64.RawStdEncoding.DecodeString(parts[5])
	ok = serr == nil && kerr == nil && len(salt) == saltBytes && len(key) == keyBytes && p.Lanes > 0 &&
		p.Passes > 0 && p.Passes <= mostPasses && p.MemoryKiB >= 8*uint32(p.Lanes) && p.MemoryKiB <= mostMemoryKiB
	return p, salt, key, ok
}
