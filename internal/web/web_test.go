package web

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/admitting"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/comparing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/explaining"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/trending"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/triggering"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
	"github.com/sevenfold/sevenfold/internal/flow/noting"
	"github.com/sevenfold/sevenfold/internal/flow/returning"
	"github.com/sevenfold/sevenfold/internal/flow/sharing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/review"
)

// house is a server over real books, and a browser's worth of cookies.
type house struct {
	t      *testing.T
	server *Server
	http   *httptest.Server
	client *http.Client
	log    *bytes.Buffer
	books  *measuringtest.Books
	later  atomic.Int64 // nanoseconds by which visits come later than it is
}

// open serves books to one user. Redirects are followed by hand, so that tests
// see them.
func open(t *testing.T, books *measuringtest.Books) *house {
	t.Helper()
	return serve(t, books, false)
}

// quick are passwords that cost nothing.
var quick = auth.Params{MemoryKiB: 64, Passes: 1, Lanes: 1}

func serve(t *testing.T, books *measuringtest.Books, team bool) *house {
	t.Helper()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	set, err := config.Load(config.Input{Dir: books.Dir, Env: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, log: &bytes.Buffer{}, books: books}
	settings, payers := configuring.New(set), books.Measurer.Payers
	books.Measurer.Payers = func() []string {
		if own := settings.Config().Partner.Payers; len(own) > 0 {
			return own
		}
		return payers()
	}
	admission := admitting.New(books.Measurer.State, true, team, quick, time.Now)
	admission.Keys = auth.NewKeys()
	h.server, err = New(Options{Settings: settings, Bundle: bundle, Measurer: books.Measurer, Explainer: &explaining.Explainer{Measurer: books.Measurer},
		Assessor: &assessing.Assessor{Dir: books.Dir}, Finder: &triggering.Finder{Measurer: books.Measurer, Dir: books.Dir + "/triggers", Now: time.Now}, Trender: &trending.Trender{Measurer: books.Measurer, References: func(context.Context) (benchmark.Table, error) { return benchmark.Shipped(), nil }}, Prospector: &prospecting.Prospector{Measurer: books.Measurer, References: func(context.Context) (benchmark.Table, error) { return benchmark.Shipped(), nil }}, Comparer: &comparing.Comparer{Measurer: books.Measurer, Dir: books.Dir, Judge: (&assessing.Assessor{Dir: books.Dir}).Needs, Terms: func() comparing.Terms { return comparing.Terms{Currency: "USD", Policy: "average"} }}, Importer: books.Importer, Uploads: books.Dir + "/uploads", Gate: &auth.Gate{},
		Asking: askingOf(books), Notebook: &noting.Notebook{State: books.Measurer.State, Now: time.Now},
		Admission: admission,
		Selling:   func(ctx context.Context) (fitting.Books, error) { return selling(ctx, books.Measurer) },
		Mover:     &moving.Mover{State: books.Measurer.State, Now: time.Now, Proposing: suggesting},
		Rests:     func() any { return nil },
		Returning: &returning.Returning{State: books.Measurer.State, Guard: true, Now: func() time.Time { return time.Now().Add(time.Duration(h.later.Load())) }},
		Sharing:   &sharing.Sharing{State: books.Measurer.State, Guard: true, Team: team, Now: time.Now},
		Ready:     func(context.Context) error { return nil }, Log: slog.New(slog.NewTextHandler(h.log, nil)), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	h.http = httptest.NewServer(h.server)
	t.Cleanup(func() { h.http.Close(); h.server.Close() })
	h.leave()
	return h
}

// askingOf makes the jobs that ask, as an unset workspace has them.
func askingOf(b *measuringtest.Books) review.Makers {
	return review.Makers{
		Matching: func(_ context.Context, actor string, report progress.Func) (*matching.Matcher, error) {
			m := matcherOf(b)
			m.Actor, m.Progress = actor, report
			return m, nil
		},
		Categorising: func(_ context.Context, actor string, report progress.Func) (*categorising.Categoriser, error) {
			return &categorising.Categoriser{State: b.Measurer.State, Engine: b.Measurer.Engine, Lake: b.Measurer.Lake, Threshold: money.MustParse("0.99"),
				Currency: "USD", Policy: "average", Actor: actor, Now: time.Now, Progress: report}, nil
		},
		Attributing: func(_ context.Context, actor string, report progress.Func) (*attributing.Attributor, error) {
			return &attributing.Attributor{Measurer: b.Measurer, Threshold: attributing.DefaultAccept(), Actor: actor, Now: time.Now, Progress: report}, nil
		},
	}
}

// leave forgets every cookie.
func (h *house) leave() {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	h.client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (h *house) enter() *house {
	h.t.Helper()
	if status, _, _ := h.get("/enter/" + h.server.Gate.Issue()); status != http.StatusSeeOther {
		h.t.Fatalf("the link answers %d", status)
	}
	return h
}

func (h *house) do(method, path string, header http.Header, body string) (int, string, http.Header) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.http.URL+path, strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	for k, v := range header {
		r.Header[k] = v
	}
	res, err := h.client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil {
		h.t.Fatal(err)
	}
	return res.StatusCode, b.String(), res.Header
}

func (h *house) get(path string) (int, string, http.Header) {
	h.t.Helper()
	return h.do(http.MethodGet, path, nil, "")
}

// page gets a page that has to be there.
func (h *house) page(path string) string {
	h.t.Helper()
	status, body, _ := h.get(path)
	if status != http.StatusOK {
		h.t.Fatalf("%s answers %d:\n%s", path, status, text(body))
	}
	return body
}

func (h *house) post(path string, form url.Values) (int, string, http.Header) {
	h.t.Helper()
	return h.do(http.MethodPost, path, http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}, form.Encode())
}

var errBroken = errors.New("broken")
