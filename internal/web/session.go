package web

import (
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/alexedwards/scs/v2/memstore"

	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Sessions live in memory: who restarts the server enters by a new link.
const (
	sessionLife     = 7 * 24 * time.Hour
	sessionIdle     = 24 * time.Hour
	sessionSweep    = 10 * time.Minute
	sessionCookie   = "sevenfold_session"
	sessionInside   = "inside"
	afterEntering   = "/"
	enterTokenValue = "token"
)

func newSessions() *scs.SessionManager {
	m := scs.New()
	m.Store = memstore.NewWithCleanupInterval(sessionSweep)
	m.Lifetime, m.IdleTimeout = sessionLife, sessionIdle
	m.Cookie.Name, m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Path = sessionCookie, true, http.SameSiteLaxMode, "/"
	// Plain HTTP reaches the loopback interface only (see cli serve), where a
	// secure cookie would not come back in every browser.
	m.Cookie.Secure = false
	return m
}

func stopSessions(m *scs.SessionManager) {
	if store, ok := m.Store.(*memstore.MemStore); ok {
		store.StopCleanup()
	}
}

func (s *Server) inside(r *http.Request) bool { return s.sessions.GetBool(r.Context(), sessionInside) }

// enter opens a session to who holds a one-time link. Who is inside already and
// follows the link again just arrives.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if !v.Inside {
		if err := s.Gate.Enter(r.PathValue(enterTokenValue)); err != nil {
			return err
		}
		if err := s.sessions.RenewToken(r.Context()); err != nil {
			return err
		}
		s.sessions.Put(r.Context(), sessionInside, true)
		s.Log.InfoContext(r.Context(), "entered", "request", requestID(r.Context()))
	}
	http.Redirect(w, r, afterEntering, http.StatusSeeOther)
	return nil
}
