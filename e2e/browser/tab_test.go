package browser

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a step may take before the browser is taken for stuck.
const patience = 60 * time.Second

// tab is a browser of its own at the door of a site, without a session.
type tab struct {
	t        *testing.T
	ctx      context.Context
	site     *site
	mu       sync.Mutex
	expected []string
}

// open starts a browser. What its console or the network complains of fails the
// test: script errors, errors that are logged, requests that fail or are answered
// with 400 and above, unless the journey expects them.
func (s *site) open(lang string, width, height int64) *tab {
	s.t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(s.t)), chromedp.NoSandbox, chromedp.Flag("accept-lang", lang), chromedp.Flag("disable-gpu", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	s.t.Cleanup(func() { cancel(); stop() })
	b := &tab{t: s.t, ctx: ctx, site: s, expected: []string{nowhere}}
	if err := chromedp.Listen(ctx, func(ev any) {
		if text := complaint(ev, b.isExpected); text != "" {
			s.t.Errorf("the browser complains: %s", text)
		}
	}); err != nil {
		s.t.Fatal(err)
	}
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": lang}})
		return err
	}), chromedp.EmulateViewport(width, height))
	return b
}

// complaint words what no journey may meet; other events give "".
func complaint(ev any, isExpected func(address string) bool) string {
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		text := ev.ExceptionDetails.Text
		if thrown := ev.ExceptionDetails.Exception; thrown != nil {
			text += " " + thrown.Description
		}
		return fmt.Sprintf("%s (%s:%d)", text, ev.ExceptionDetails.URL, ev.ExceptionDetails.LineNumber+1)
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError {
			return fmt.Sprint("console.error ", ev.Args)
		}
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.EntryLevelError && !isExpected(ev.Entry.URL) {
			return ev.Entry.Text + " " + ev.Entry.URL
		}
	case *network.EventResponseReceived:
		if ev.Response.Status >= http.StatusBadRequest && !isExpected(ev.Response.URL) {
			return fmt.Sprintf("%d of %s", ev.Response.Status, ev.Response.URL)
		}
	case *network.EventLoadingFailed:
		if !ev.Canceled && ev.ErrorText != "net::ERR_ABORTED" { // going elsewhere, or a download, ends what is on its way
			return ev.ErrorText
		}
	}
	return ""
}

// expect says which paths are refused on this journey, on purpose, until it says
// otherwise. A refusal elsewhere fails the test.
func (b *tab) expect(paths ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expected = append([]string{nowhere}, paths...)
}

func (b *tab) isExpected(address string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	u, err := url.Parse(address)
	return err == nil && slices.Contains(b.expected, u.Path)
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

// text is what a person reads in the first element that a selector finds.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return b.eval(fmt.Sprintf("document.querySelector(%q).innerText", selector))
}

// visit goes to a page and waits for a part of it.
func (b *tab) visit(path, part string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site.url+path), chromedp.WaitVisible(chromedp.CSS(part)))
}

// fill types into a field what replaces its value.
func (b *tab) fill(selector, text string) {
	b.t.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS(selector)))
	b.eval(fmt.Sprintf(`(document.querySelector(%q).value = "")`, selector))
	b.do(chromedp.SendKeys(chromedp.CSS(selector), text))
}

// click presses something and waits for a part of the same page.
func (b *tab) click(selector, part string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)), chromedp.WaitVisible(chromedp.CSS(part)))
}

// follow presses what leads to another page and waits for a part of that.
func (b *tab) follow(selector, part string) {
	b.t.Helper()
	b.eval(`(document.documentElement.dataset.left = "1")`)
	b.click(selector, "html:not([data-left]) "+part)
}
