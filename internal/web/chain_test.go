package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

func mustParse(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestEveryKindOfFaultHasAStatusOfItsOwn(t *testing.T) {
	seen := map[int]fault.Kind{}
	for _, k := range fault.Kinds() {
		status := statusOf(fault.New(k, "x"))
		if status < 400 || seen[status] != "" {
			t.Errorf("%s answers %d, as %s does", k, status, seen[status])
		}
		seen[status] = k
	}
	if statusOf(errBroken) != http.StatusInternalServerError {
		t.Error("what is no fault is ours")
	}
}

func TestAFaultIsAPageOrAPieceInTheVisitorsLanguage(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages() {
		header := http.Header{"Accept-Language": {lang}}
		_, page, _ := h.do(http.MethodGet, "/explain/zzzzzz:1.total", header, "")
		header["Hx-Request"], header["Hx-Target"] = []string{"true"}, []string{"sheet-body"}
		status, piece, _ := h.do(http.MethodGet, "/explain/zzzzzz:1.total", header, "")
		want := bundle.For(lang).Text("fault.figure.unknown", i18n.Args{"address": "zzzzzz"})
		if status != http.StatusNotFound || len(find(t, page, "nav")) == 0 || strings.Contains(piece, "<nav") {
			t.Errorf("%s: %d, page %.80q, piece %.80q", lang, status, page, piece)
		}
		for _, body := range []string{page, piece} {
			if got := one(t, body, ".failure h1"); got != want {
				t.Errorf("%s says %q, not %q", lang, got, want)
			}
			if !strings.Contains(text(body), "figure.unknown") {
				t.Errorf("%s: no code", lang)
			}
		}
	}
}

func TestWhatIsOursIsLoggedAndNotShown(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	if err := h.books.Measurer.State.Close(); err != nil {
		t.Fatal(err)
	}
	status, body, header := h.get("/customers")
	if status != http.StatusServiceUnavailable && status != http.StatusInternalServerError {
		t.Fatalf("%d", status)
	}
	id := header.Get("X-Request-Id")
	if id == "" || !strings.Contains(body, id) || !strings.Contains(h.log.String(), id) {
		t.Errorf("request %q is not in page and log", id)
	}
	if strings.Contains(body, "sql:") || !strings.Contains(h.log.String(), "level=ERROR") {
		t.Errorf("page: %s\nlog: %s", text(body), h.log)
	}
}

func TestNothingInlineIsNeeded(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for _, path := range []string{"/", "/explore", "/customers", "/customers/a", "/imports", "/definition/standard", "/nowhere"} {
		_, body, header := h.get(path)
		csp := header.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "script-src 'self'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: %s", path, csp)
		}
		if n := len(find(t, body, "[style]")) + len(find(t, body, "style")) + len(find(t, body, "[onclick]")); n > 0 {
			t.Errorf("%s has %d inline styles or handlers", path, n)
		}
		for _, s := range find(t, body, "script") {
			if !strings.HasPrefix(attribute(s, "src"), "/asset/") {
				t.Errorf("%s has a script of its own: %q", path, words(s))
			}
		}
		for _, e := range find(t, body, "link") {
			if !strings.HasPrefix(attribute(e, "href"), "/asset/") {
				t.Errorf("%s loads %s from elsewhere", path, attribute(e, "href"))
			}
		}
	}
}

func TestAnotherSiteCanDoNothing(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	form := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}
	for _, route := range h.server.Routes() {
		path, isPost := strings.CutPrefix(route.Pattern, "POST ")
		if !isPost {
			continue
		}
		if status, _, _ := h.do(http.MethodPost, path, form, "back=/"); status != http.StatusForbidden {
			t.Errorf("%s answers another site with %d", route.Pattern, status)
		}
	}
}

// bounded is a connection that notes how long it may be used.
type bounded struct {
	*httptest.ResponseRecorder
	read, write time.Time
}

func (b *bounded) SetReadDeadline(t time.Time) error  { b.read = t; return nil }
func (b *bounded) SetWriteDeadline(t time.Time) error { b.write = t; return nil }

// A body that comes a byte a minute would hold its connection for ever: contexts
// do not end reading.
func TestNobodyMaySendOrTakeForEver(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	for kind, most := range map[string]time.Duration{"application/x-www-form-urlencoded": pageTime, "multipart/form-data; boundary=x": uploadTime} {
		r := httptest.NewRequest(http.MethodPost, "/signin", strings.NewReader(""))
		r.Header.Set("Content-Type", kind)
		w := &bounded{ResponseRecorder: httptest.NewRecorder()}
		began := time.Now()
		h.server.ServeHTTP(w, r)
		for name, until := range map[string]time.Time{"sent": w.read, "taken": w.write} {
			if until.IsZero() || until.Before(began) || until.After(time.Now().Add(most+drainTime)) {
				t.Errorf("%s is %s until %s", kind, name, until)
			}
		}
	}
}

func TestBehindTLSABrowserNeverComesWithoutItAgain(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	for public, want := range map[string]bool{"": false, "http://books.example.com": false, "https://books.example.com": true} {
		h.server.Public = public
		w := httptest.NewRecorder()
		h.server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/healthz", nil))
		if got := w.Header().Get("Strict-Transport-Security") != ""; got != want {
			t.Errorf("behind %q: %v", public, got)
		}
	}
}

func TestAForeignNameIsRefused(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	h.server.Hosts = []string{"127.0.0.1:7130"}
	for host, want := range map[string]int{"127.0.0.1:7130": http.StatusOK, "evil.example": http.StatusForbidden} {
		r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.server.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s is answered %d", host, w.Code)
		}
	}
}

func TestABodyHasItsLimit(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	status, body, _ := h.post("/preferences", url.Values{"back": {"/"}, "lang": {strings.Repeat("x", maxFormBytes)}})
	if status != http.StatusBadRequest && status != http.StatusRequestEntityTooLarge {
		t.Errorf("%d: %s", status, text(body))
	}
}

func TestAPreferenceLeadsBackIntoThisSiteOnly(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	for back, want := range map[string]string{"/explore?by=month": "/explore?by=month", "/?currency=CNY": "/", "https://evil.example/": "", "//evil.example": "", "x": "", `/\evil.example`: ""} {
		status, _, header := h.post("/preferences", url.Values{"back": {back}, "lang": {"zh-CN"}})
		if got := header.Get("Location"); got != want || (want == "") != (status == http.StatusBadRequest) {
			t.Errorf("%s leads to %q (%d), not %q", back, got, status, want)
		}
	}
	for name, value := range map[string]string{"lang": "fr", "theme": "pink", "currency": "dollars"} {
		if status, _, _ := h.post("/preferences", url.Values{"back": {"/"}, name: {value}}); status != http.StatusBadRequest {
			t.Errorf("%s %s is answered %d", name, value, status)
		}
	}
}

func TestDrainingIsNotReadyButAlive(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	for _, path := range []string{"/healthz", "/readyz"} {
		h.page(path)
	}
	h.server.Drain()
	if status, _, _ := h.get("/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("a draining server is ready: %d", status)
	}
	h.page("/healthz")
}

func TestRequestsAreMeasured(t *testing.T) {
	m := newMetrics()
	for took, status := range map[time.Duration]int{3 * time.Millisecond: 200, 40 * time.Millisecond: 200, time.Minute: 500} {
		m.begin()(&record{route: "GET /x", status: status}, took)
	}
	for _, want := range []string{`sevenfold_http_requests_total{route="GET /x",status="200"} 2`, `sevenfold_http_requests_total{route="GET /x",status="500"} 1`,
		`_bucket{route="GET /x",le="0.005"} 1`, `_bucket{route="GET /x",le="0.05"} 2`, `_bucket{route="GET /x",le="10"} 2`, `_bucket{route="GET /x",le="+Inf"} 3`,
		`_count{route="GET /x"} 3`, "sevenfold_http_requests_open 0"} {
		if !strings.Contains(m.text(), want+"\n") {
			t.Errorf("no %s in\n%s", want, m.text())
		}
	}
}

func TestAPanicIsOneRequestsMatter(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	w := httptest.NewRecorder()
	h.server.recorded(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(fmt.Sprint("secret ", 42)) })).
		ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") || !strings.Contains(h.log.String(), "secret 42") {
		t.Errorf("%d %s\n%s", w.Code, w.Body, h.log)
	}
}

// Half a file must not look like a whole one to who loads it down.
func TestAnAnswerThatFailsHalfwayEndsTheConnection(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	defer func() {
		if p := recover(); p != http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
			t.Errorf("ended with %v", p)
		}
	}()
	h.server.recorded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("half"))
		h.server.fail(w, r, &visit.Visit{}, errors.Join(fault.New(fault.KindInternal, "internal"), visit.ErrUnfinished))
	})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/explain/x/rows.csv", nil))
}
