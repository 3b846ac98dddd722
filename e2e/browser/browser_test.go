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
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/cli"
	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

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

// copied is the demo for a journey that changes it.
func copied(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(demo(t))); err != nil {
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

// in is the site for a part of a test.
func (s *site) in(t *testing.T) *site {
	part := *s
	part.t = t
	return &part
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
