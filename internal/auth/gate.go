// Package auth says who may come in.
//
// It owns the one-time links by which a local user enters, and how they are
// compared and forgotten. It does not own sessions and cookies (internal/web)
// nor what a person may see once inside (internal/flow).
package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Gate opens to who holds a link that it gave, once per link. It keeps only
// hashes. It is safe for concurrent use.
type Gate struct {
	mu    sync.Mutex
	links [][sha256.Size]byte
}

// Issue makes a token for one entrance: 256 random bits, fit for a URL.
func (g *Gate) Issue() string {
	var secret [32]byte
	rand.Read(secret[:]) // it never fails: a system without randomness stops the program
	token := base64.RawURLEncoding.EncodeToString(secret[:])
	g.mu.Lock()
	defer g.mu.Unlock()
	g.links = append(g.links, sha256.Sum256([]byte(token)))
	return token
}

// Enter takes a token; the same one never works again. Fault: auth.link_used,
// for one that was used and for one that never was, so that nothing is told.
func (g *Gate) Enter(token string) error {
	sum := sha256.Sum256([]byte(token))
	g.mu.Lock()
	defer g.mu.Unlock()
	found := -1
	for i, link := range g.links {
		if subtle.ConstantTimeCompare(link[:], sum[:]) == 1 {
			found = i
		}
	}
	if found < 0 {
		return fault.New(fault.KindDenied, "auth.link_used")
	}
	g.links = append(g.links[:found], g.links[found+1:]...)
	return nil
}
