package web

import (
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// A session is a secret in a cookie; what belongs to it, internal/flow/admitting
// keeps. With the prefix a browser takes the cookie by TLS only and from nobody
// but this host.
const (
	sessionCookie = "sevenfold_session"
	securePrefix  = "__Host-"
	afterEntering = "/"
)

func (s *Server) cookieName() string {
	if s.isSecure() {
		return securePrefix + sessionCookie
	}
	return sessionCookie
}

// isSecure reports that browsers come by TLS, through a proxy. Plain HTTP
// reaches the loopback interface only (see cli serve), where a secure cookie
// would not come back in every browser.
func (s *Server) isSecure() bool { return strings.HasPrefix(s.Public, "https://") }

// keep gives the browser the secret of its session; an empty one takes it away.
func (s *Server) keep(w http.ResponseWriter, token string) {
	c := &http.Cookie{Name: s.cookieName(), Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.isSecure()}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// inside gives who has the session of a request; false for nobody.
func (s *Server) inside(r *http.Request) (in admitting.Inside, ok bool, err error) {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return in, false, nil //nolint:nilerr // no cookie is nobody
	}
	in, err = s.Admission.Who(r.Context(), c.Value)
	if fault.CodeOf(err) == "auth.needed" {
		return in, false, nil
	}
	return in, err == nil, err
}

// origin is where a request came from: behind a proxy on this machine, what it
// says; the rest of the header anybody can write.
func (s *Server) origin(r *http.Request) admitting.Origin {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if forwarded := r.Header.Values("X-Forwarded-For"); s.Public != "" && len(forwarded) > 0 {
		last := forwarded[len(forwarded)-1]
		last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
		if ip, err := netip.ParseAddr(last); err == nil {
			host = ip.WithZone("").Unmap().String()
		}
	}
	return admitting.Origin{Address: host, Agent: r.UserAgent()}
}

// base is the address that links begin with.
func (s *Server) base(r *http.Request) string {
	if s.Public != "" {
		return s.Public
	}
	return "http://" + r.Host
}

// enter opens a session to who holds a one-time link. Who is inside already and
// follows the link again just arrives.
func (s *Server) enter(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if !v.Inside {
		if err := s.Gate.Enter(r.PathValue("token")); err != nil {
			return err
		}
		token, err := s.Admission.Enter(r.Context(), s.origin(r))
		if err != nil {
			return err
		}
		s.keep(w, token)
	}
	http.Redirect(w, r, afterEntering, http.StatusSeeOther)
	return nil
}
