package web

import (
	"io"
	"net/http"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// healthy says that the process answers.
func (s *Server) healthy(w http.ResponseWriter, _ *http.Request, _ *visit.Visit) error {
	return plain(w, "ok\n")
}

// ready says that state and engine answer and that nobody is stopping us.
func (s *Server) ready(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	if s.draining.Load() {
		return fault.New(fault.KindUnavailable, "web.draining")
	}
	if err := s.Ready(r.Context()); err != nil {
		return err
	}
	return plain(w, "ready\n")
}

func plain(w http.ResponseWriter, text string) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := io.WriteString(w, text)
	return err
}

func (s *Server) asset(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	s.assets.ServeHTTP(w, r)
	return nil
}
