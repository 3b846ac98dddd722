package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Keys encrypt the secrets that cannot be hashed because they are computed with.
// The first key seals; all of them open, so that keys can be changed one after
// the other.
type Keys []Key

// Key is 256 random bits for AES-GCM.
type Key [32]byte

// sealMark begins what Seal wrote: sealed.<key>.<nonce and text>.
const sealMark = "sealed"

// NewKeys makes a set with one key.
func NewKeys() Keys {
	var k Key
	rand.Read(k[:]) // it never fails: a system without randomness stops the program
	return Keys{k}
}

// String is what ParseKeys reads: a key on each line, the one that seals first.
func (ks Keys) String() string {
	var b strings.Builder
	for _, k := range ks {
		b.WriteString(base64.StdEncoding.EncodeToString(k[:]) + "\n")
	}
	return b.String()
}

// ParseKeys reads a file of keys; blank lines and what follows a # do not count.
// Fault: auth.keys_malformed, which never shows what was read.
func ParseKeys(text string) (Keys, error) {
	var ks Keys
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != len(Key{}) {
			return nil, fault.New(fault.KindInvalid, "auth.keys_malformed")
		}
		ks = append(ks, Key(raw))
	}
	if len(ks) == 0 {
		return nil, fault.New(fault.KindInvalid, "auth.keys_malformed")
	}
	return ks, nil
}

// id tells keys apart without saying anything of them.
func (k Key) id() string {
	sum := sha256.Sum256(append([]byte("sevenfold key "), k[:]...))
	return hex.EncodeToString(sum[:4])
}

func (k Key) gcm() cipher.AEAD {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		panic(err) // a Key has the right length
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the right block size
	}
	return gcm
}

// Seal encrypts a secret for its owner: with another owner's name it does not
// open. Fault: auth.keys_missing.
func (ks Keys) Seal(owner, secret string) (string, error) {
	if len(ks) == 0 {
		return "", fault.New(fault.KindUnavailable, "auth.keys_missing")
	}
	text := ks[0].gcm().Seal(nil, nil, []byte(secret), []byte(owner))
	return strings.Join([]string{sealMark, ks[0].id(), base64.RawURLEncoding.EncodeToString(text)}, "."), nil
}

// Open decrypts what Seal wrote. Fault: auth.keys_missing where no key opens it.
func (ks Keys) Open(owner, sealed string) (string, error) {
	missing := fault.New(fault.KindUnavailable, "auth.keys_missing")
	parts := strings.Split(sealed, ".")
	if len(parts) != 3 || parts[0] != sealMark {
		return "", missing
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return "", missing.Because(err)
	}
	for _, k := range ks {
		if k.id() != parts[1] {
			continue
		}
		secret, err := k.gcm().Open(nil, nil, text, []byte(owner))
		if err != nil {
			return "", missing.Because(err)
		}
		return string(secret), nil
	}
	return "", missing
}

// IsCurrent reports a secret that the first key sealed.
func (ks Keys) IsCurrent(sealed string) bool {
	return len(ks) > 0 && strings.HasPrefix(sealed, sealMark+"."+ks[0].id()+".")
}

// IsSealed reports a secret that some key sealed.
func IsSealed(text string) bool { return strings.HasPrefix(text, sealMark+".") }
