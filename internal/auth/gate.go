// Package auth says who may come in.
//
// It owns secrets and how they are made and compared: the one-time links by
// which a local user enters, passwords, one-time and recovery codes, tokens. It
// does not own who people are and their sessions (internal/flow/admitting),
// cookies (internal/web), or what a person may see once inside (core/access).
package auth

import (
	"crypto/sha256"
	"crypto/subtle"
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
	token := NewToken()
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
