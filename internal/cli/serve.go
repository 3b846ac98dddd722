package cli

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os/exec"
	"time"

	"github.com/sevenfold/sevenfold/internal/app"
	"github.com/sevenfold/sevenfold/internal/auth"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/web"
)

// serveCommand shows the workspace in a browser: to one user of this machine, or
// to a team that signs in.
type serveCommand struct {
	Team    bool
	Public  string `placeholder:"URL"`
	Addr    string `default:"127.0.0.1:7130" placeholder:"HOST:PORT"`
	Metrics string `placeholder:"HOST:PORT"`
	Open    bool
}

// Limits of the server. What one request may send and take, internal/web says.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	drainTime  = 20 * time.Second
	maxHeader  = 64 << 10
)

// Run serves until it is told to stop, then lets requests under way finish.
func (c *serveCommand) Run(ctx context.Context, s *Session) error {
	config, err := s.Config()
	if err != nil {
		return err
	}
	team := c.Team || config.Serve.Team
	public, err := publicURL(c.Public)
	if err == nil && public != nil && !team {
		err = usage(fault.New(fault.KindInvalid, "serve.public_local"))
	}
	if err != nil {
		return err
	}
	listener, err := listen(ctx, c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close() //nolint:errcheck // serving closes it first; this is for the ways out before
	a, err := s.App(ctx)
	if err != nil {
		return err
	}
	names, base := hosts(listener.Addr()), "http://"+listener.Addr().String()
	if public != nil {
		names, base = append(names, public.Host), public.String()
	}
	gate, log := &auth.Gate{}, s.logger()
	server, err := a.Serving(ctx, app.ServingInput{Bundle: s.bundle, Gate: gate, Hosts: names, Public: c.Public, Team: team, Log: log, Now: s.Now})
	if err != nil {
		return err
	}
	defer server.Close()
	metrics, err := c.serveMetrics(ctx, server)
	if err != nil {
		return err
	}
	defer metrics.Close() //nolint:errcheck // scrapes need no drain
	link := base + "/signin"
	document := teamDocument(s, link)
	if team {
		document, err = c.nobody(ctx, s, a, document)
		if err != nil {
			return err
		}
	} else {
		link = base + "/enter/" + gate.Issue()
		document = serveDocument(s, link)
	}
	if err := s.Print(document); err != nil {
		return err
	}
	server.Warm()
	if c.Open {
		// A machine without a browser still has the link above.
		if err := exec.CommandContext(ctx, "xdg-open", link).Start(); err != nil {
			log.Warn("no browser could be opened", "error", err.Error())
		}
	}
	return serve(ctx, server, listener, log)
}

// publicURL reads the address of a proxy in front; nil for none.
func publicURL(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // none is no fault
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return nil, usage(fault.New(fault.KindInvalid, "serve.public_malformed").With("value", text))
	}
	return u, nil
}

// nobody adds how to make the first owner where nobody can sign in.
func (c *serveCommand) nobody(ctx context.Context, s *Session, a *app.App, d report.Document) (report.Document, error) {
	admission, err := a.Admitting(ctx, s.Now)
	if err != nil {
		return d, err
	}
	people, err := admission.People(ctx)
	if err == nil && len(people) == 0 {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "nobody", Tone: report.ToneWarning, Text: s.L.Text("serve.team.nobody", nil)})
	}
	return d, err
}

// serve answers until ctx ends, then drains.
func serve(ctx context.Context, server *web.Server, listener net.Listener, log *slog.Logger) error {
	h := newServer(server, log)
	stopped := make(chan error, 1)
	go func() { stopped <- h.Serve(listener) }()
	select {
	case err := <-stopped:
		return fault.New(fault.KindUnavailable, "serve.stopped").Because(err)
	case <-ctx.Done():
	}
	server.Drain()
	log.Info("draining")
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	if err := h.Shutdown(within); err != nil {
		log.Warn("requests were cut off", "error", err.Error())
		return h.Close()
	}
	log.Info("stopped")
	return nil
}

func newServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{Handler: handler, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
}

// serveMetrics opens the port of the scrapes, if one is asked for.
func (c *serveCommand) serveMetrics(ctx context.Context, server *web.Server) (*http.Server, error) {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", server.Metrics())
	h := newServer(mux, slog.New(slog.DiscardHandler))
	if c.Metrics == "" {
		return h, nil
	}
	listener, err := listen(ctx, c.Metrics)
	if err != nil {
		return nil, err
	}
	go h.Serve(listener) //nolint:errcheck // it ends when it is closed
	return h, nil
}

// listen opens a port of this machine's own. Others are refused: one user's
// link over plain HTTP is safe on the loopback interface only.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, usage(fault.New(fault.KindInvalid, "serve.address_malformed").With("value", addr))
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, usage(fault.New(fault.KindDenied, "serve.not_local").With("value", addr))
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fault.New(fault.KindUnavailable, "serve.address_unavailable").With("value", addr).Because(err)
	}
	return l, nil
}

// hosts are the names of a loopback address that a browser may use.
func hosts(addr net.Addr) []string {
	all := []string{addr.String()}
	_, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return all
	}
	return append(all, net.JoinHostPort("localhost", port), net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("::1", port))
}

// logger writes what happens to standard error: lines for people on a terminal,
// JSON elsewhere.
func (s *Session) logger() *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelInfo}
	if s.Quiet {
		options.Level = slog.LevelWarn
	}
	if s.StderrIsTerminal && !s.JSON {
		return slog.New(slog.NewTextHandler(s.Stderr, options))
	}
	return slog.New(slog.NewJSONHandler(s.Stderr, options))
}

func serveDocument(s *Session, link string) report.Document {
	return report.Document{Blocks: []report.Block{
		report.KeyValues{ID: "serve", Items: []report.KeyValue{{Key: "link", Label: s.L.Text("serve.link", nil), Kind: report.KindText, Cell: report.Text(link)}}},
		report.Paragraph{ID: "once", Text: s.L.Text("serve.once", nil)},
	}}
}

func teamDocument(s *Session, link string) report.Document {
	return report.Document{Blocks: []report.Block{
		report.KeyValues{ID: "serve", Items: []report.KeyValue{{Key: "link", Label: s.L.Text("serve.team", nil), Kind: report.KindText, Cell: report.Text(link)}}},
	}}
}
