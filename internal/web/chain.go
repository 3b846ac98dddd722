package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// Limits of one request.
const (
	maxFormBytes   = 1 << 20
	maxUploadBytes = 8 << 30 // a year of detailed bills, packed
	pageTime       = 60 * time.Second
	uploadTime     = 30 * time.Minute
	rowsFile       = "/rows.csv"      // how the path of a figure's rows ends
	drainTime      = 30 * time.Second // to take an answer that is ready
)

// policy is the content security policy: everything comes from here, nothing is
// written inline, nobody frames us.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// record is what the log and the measures tell of one request.
type record struct {
	id, route, code string
	status          int
	bytes           int64
	err             error
	broken          bool // an answer failed when a part of it was on its way
}

type recordKey struct{}

func recordOf(ctx context.Context) *record {
	if r, ok := ctx.Value(recordKey{}).(*record); ok {
		return r
	}
	return &record{}
}

// chain is everything that happens to every request, from the outside in.
func (s *Server) chain(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, fault.New(fault.KindDenied, "web.cross_origin"))
	}))
	next = s.limited(next)
	next = cross.Handler(next)
	next = s.named(next)
	next = s.guarded(next)
	return s.recorded(next)
}

// recorded gives a request its id, counts it, logs it, and survives a panic.
func (s *Server) recorded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := &record{id: rand.Text()[:12]}
		began := s.Now()
		r = r.WithContext(context.WithValue(r.Context(), recordKey{}, rec))
		w.Header().Set("X-Request-Id", rec.id)
		done := s.metrics.begin()
		defer func() {
			if p := recover(); p != nil {
				rec.err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
				if rec.status == 0 {
					http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
					rec.status = http.StatusInternalServerError
				}
			}
			took := s.Now().Sub(began)
			done(rec, took)
			s.log(r, rec, took)
			if rec.broken {
				panic(http.ErrAbortHandler) // so that half a file does not look like a whole one
			}
		}()
		next.ServeHTTP(&writer{ResponseWriter: w, rec: rec}, r)
	})
}

// log writes one line a request. The route stands for the path, because a path
// may hold the token of a link.
func (s *Server) log(r *http.Request, rec *record, took time.Duration) {
	level := slog.LevelInfo
	attrs := []slog.Attr{slog.String("request", rec.id), slog.String("method", r.Method), slog.String("route", rec.route),
		slog.Int("status", rec.status), slog.Int64("bytes", rec.bytes), slog.Duration("took", took)}
	if rec.code != "" {
		attrs = append(attrs, slog.String("code", rec.code))
	}
	if rec.err != nil {
		level = slog.LevelError
		attrs = append(attrs, slog.String("error", rec.err.Error()))
	}
	s.Log.LogAttrs(r.Context(), level, "request", attrs...)
}

// writer notes what was answered.
type writer struct {
	http.ResponseWriter
	rec *record
}

func (w *writer) WriteHeader(status int) {
	if w.rec.status == 0 {
		w.rec.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *writer) Write(b []byte) (int, error) {
	if w.rec.status == 0 {
		w.rec.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.rec.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// guarded sets the headers that keep a browser from doing what no page asks for.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		if s.isSecure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if !strings.HasPrefix(r.URL.Path, "/asset/") {
			h.Set("Cache-Control", "no-store")
		}
		next.ServeHTTP(w, r)
	})
}

// named refuses requests that name another host: the way of a foreign page
// whose name was made to mean this machine.
func (s *Server) named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(s.Hosts) > 0 && !slices.Contains(s.Hosts, r.Host) {
			s.refuse(w, r, fault.New(fault.KindDenied, "web.host_unknown").With("host", r.Host))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// limited bounds what a request may send and how long it may take.
func (s *Server) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit, within := int64(maxFormBytes), pageTime
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			limit, within = maxUploadBytes, uploadTime
		}
		if strings.HasSuffix(r.URL.Path, rowsFile) {
			within = uploadTime // gigabytes may go the other way
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		// A context stops nobody who sends or takes a byte a minute. Where there is
		// no connection to bound, there is nobody to wait for.
		connection, until := http.NewResponseController(w), time.Now().Add(within)
		_ = errors.Join(connection.SetReadDeadline(until), connection.SetWriteDeadline(until.Add(drainTime)))
		ctx, cancel := context.WithTimeout(r.Context(), within)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// refuse answers before there is a session.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	l := s.Bundle.For(visit.Language(r, s.Settings.Config().Lang))
	recordOf(r.Context()).code = fault.CodeOf(err)
	message, hint, _ := l.Fault(err)
	http.Error(w, message+"\n"+hint, statusOf(err))
}

// visit is who asks, as pages see it.
func (s *Server) visit(r *http.Request) (*visit.Visit, error) {
	in, inside, err := s.inside(r)
	set := s.Settings.Config()
	v := &visit.Visit{L: s.Bundle.For(visit.Language(r, set.Lang)), Theme: visit.ThemeOf(r), Currency: set.Currency, Policy: set.Rates.Policy,
		Calendar: set.Calendar(), Partner: set.Partner.Name, Inside: inside, Viewer: in.Viewer, Session: in.Session, Team: s.Admission.Team, Partial: r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Target") == "sheet-body",
		URL: r.URL, Asset: s.assets.Address}
	if err != nil {
		return v, err
	}
	currency, err := visit.CurrencyOf(r, set.Currency)
	if err == nil {
		v.Currency = currency
	}
	return v, err
}
