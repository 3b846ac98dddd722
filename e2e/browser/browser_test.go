// Package browser walks through the pages the way a person does: a real
// Chromium, the real server, the demo's books. Without a Chromium its tests are
// skipped, and say so.
package browser

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/cli"
	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// patience is how long a step may take before the browser is taken for stuck.
const patience = 60 * time.Second

// chromium finds the browser or skips the test.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium on this machine (apt-get install chromium): browser journeys are skipped")
	return ""
}

// site is a served workspace.
type site struct {
	t    *testing.T
	url  string
	app  *app.App
	gate *auth.Gate
	log  *bytes.Buffer
}

// demoDir makes the demo's workspace once for all tests, or takes the one that
// SEVENFOLD_DEMO names.
var demoDir = sync.OnceValues(func() (string, error) {
	if dir := os.Getenv("SEVENFOLD_DEMO"); dir != "" {
		return dir, nil
	}
	dir, err := os.MkdirTemp("", "sevenfold-demo-")
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	code := cli.Run(context.Background(), cli.Process{Args: []string{"demo", "--quiet", dir}, Env: func(string) string { return "" }, Dir: dir,
		Now: time.Now, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out})
	if code != 0 {
		return "", &os.PathError{Op: "demo", Path: dir, Err: os.ErrInvalid}
	}
	return dir, nil
})

// TestMain takes the demo's books away again.
func TestMain(m *testing.M) {
	code := m.Run()
	if os.Getenv("SEVENFOLD_DEMO") == "" {
		if dir, err := demoDir(); err == nil {
			os.RemoveAll(dir)
		}
	}
	os.Exit(code)
}

func demo(t *testing.T) string {
	t.Helper()
	dir, err := demoDir()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// serve serves a workspace folder to the person at this machine.
func serve(t *testing.T, dir string) *site {
	t.Helper()
	return serveAs(t, dir, false)
}

// serveAs serves a workspace folder, with accounts for a team or without.
func serveAs(t *testing.T, dir string, team bool) *site {
	t.Helper()
	c, err := config.Load(config.Input{Dir: dir, Env: func(string) string { return "" }})
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), c, dir)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, app: a, gate: &auth.Gate{}, log: &bytes.Buffer{}}
	server, err := a.Serving(t.Context(), app.ServingInput{Bundle: bundle, Gate: s.gate, Team: team, Log: slog.New(slog.NewTextHandler(&locked{w: s.log}, nil)), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(server)
	s.url = h.URL
	t.Cleanup(func() {
		h.Close()
		server.Close()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// locked lets requests log side by side.
type locked struct {
	mu sync.Mutex
	w  *bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// tab is a browser at the door of a site. What the console or the network
// complains of fails the test.
type tab struct {
	t    *testing.T
	ctx  context.Context
	site *site
}

func (s *site) open(lang string, width, height int64) *tab {
	s.t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(s.t)), chromedp.NoSandbox, chromedp.Flag("accept-lang", lang), chromedp.Flag("disable-gpu", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	s.t.Cleanup(func() { cancel(); stop() })
	b := &tab{s.t, ctx, s}
	var mu sync.Mutex
	complain := func(text string) {
		mu.Lock()
		defer mu.Unlock()
		s.t.Errorf("the browser complains: %s", text)
	}
	err := chromedp.Listen(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *runtime.EventExceptionThrown:
			complain(ev.ExceptionDetails.Text + " " + ev.ExceptionDetails.URL)
		case *runtime.EventConsoleAPICalled:
			if ev.Type == runtime.ConsoleAPICalledTypeError {
				complain("console.error")
			}
		case *log.EventEntryAdded:
			if ev.Entry.Level == log.EntryLevelError && !strings.HasSuffix(ev.Entry.URL, nowhere) {
				complain(ev.Entry.Text + " " + ev.Entry.URL)
			}
		}
	})
	if err != nil {
		s.t.Fatal(err)
	}
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, log.Enable, cdp.Empty{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": lang}})
		return err
	}), chromedp.EmulateViewport(width, height))
	return b
}

// do takes steps, each of which has to come to an end.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Func(func(context.Context, *chromedp.Target) error { return nil })); err != nil {
		b.t.Fatal(err)
	}
	for i, step := range steps {
		ctx, cancel := context.WithTimeout(b.ctx, patience)
		err := chromedp.Do(ctx, step)
		cancel()
		if err != nil {
			where, _ := chromedp.Run(b.ctx, chromedp.Location())
			text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(0, 600)`))
			b.t.Fatalf("step %d at %s: %v\n%s\n%s", i+1, where, err, text, b.site.log)
		}
	}
}

// enter follows a fresh one-time link.
func (b *tab) enter() {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site.url + "/enter/" + b.site.gate.Issue()))
}

func (b *tab) eval(expression string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return s
}

// save writes what the whole page looks like.
func (b *tab) save(dir, name string) {
	b.t.Helper()
	image, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), image, 0o600); err != nil {
		b.t.Fatal(err)
	}
}
