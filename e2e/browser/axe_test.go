package browser

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	pagedomain "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/sevenfold/sevenfold/internal/i18n"
)

// What axe-core is asked: WCAG 2.1, levels A and AA; and of it what another theme
// may change.
const (
	axeAll    = `{ type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }`
	axeColour = `{ type: "rule", values: ["color-contrast", "link-in-text-block"] }`
)

// jumpLimit is what a page may move while it loads before web.dev calls it less
// than good: https://web.dev/articles/cls.
const jumpLimit = 0.1

// violation is a rule of axe-core that a page breaks, and where.
type violation struct {
	Rule, Impact, Help string
	Nodes              []struct{ At, Why string }
}

// serious tells what keeps somebody from using a page.
func (v violation) serious() bool { return v.Impact == "serious" || v.Impact == "critical" }

// TestNothingSeriousForAssistiveTechnology asks axe-core about every page, folded
// pieces and menus opened, in both languages and themes, wide and narrow: nothing
// it calls serious or critical, and no page jumps while it loads or scrolls sideways. Each language
// and width is walked once; make screenshots walks each language at each width.
func TestNothingSeriousForAssistiveTechnology(t *testing.T) {
	chromium(t)
	script := axe(t)
	team := serveAs(t, asked(t), true)
	invitation := people(t, team)
	for _, lang := range i18n.Languages() {
		for _, width := range []int64{1280, 390} {
			if wide := width == 1280; os.Getenv("SEVENFOLD_SCREENSHOTS") == "" && wide != (lang == i18n.Languages()[0]) {
				continue
			}
			// Colours are the same in every language and at every width.
			dark := width == 1280 || os.Getenv("SEVENFOLD_SCREENSHOTS") != ""
			t.Run(fmt.Sprintf("%s-%d", lang, width), func(t *testing.T) {
				inside, empty := *team, serve(t, workspace(t))
				inside.t = t
				b := inside.open(lang, width, 900)
				b.inject(script)
				b.accessible(dark, page{"signin", "/signin", ""}, page{"invitation", invitation, ""})
				b.eval(`fetch("/signin", {method: "POST", body: new URLSearchParams({name: "lin.wei", password: "` + password + `"})}).then(() => "")`)
				b.accessible(dark, pages...)
				b.accessible(dark, b.made()...)

				b = empty.open(lang, width, 900)
				b.inject(script)
				b.enter()
				b.accessible(dark, page{"welcome", "/", ""})
			})
		}
	}
}

// axe reads axe-core and checks that it is the file that the manifest names.
func axe(t *testing.T) string {
	t.Helper()
	var manifest struct {
		Libraries []struct {
			Files []struct{ Name, SHA256 string }
		}
	}
	data, err := os.ReadFile("testdata/axe/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile("testdata/axe/vendor/axe.min.js.gz")
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	script, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(script)
	if file := manifest.Libraries[0].Files[0]; file.Name != "axe.min.js" || file.SHA256 != hex.EncodeToString(sum[:]) {
		t.Fatalf("axe-core is %x, not what the manifest names: %v (scripts/vendor-assets.sh)", sum, file)
	}
	return string(script)
}

// inject gives every page that the tab loads a script, over the protocol: the
// content security policy stays as it is, for it binds pages and not a debugger.
func (b *tab) inject(script string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, pagedomain.AddScriptToEvaluateOnNewDocument, pagedomain.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	}))
}

// accessible goes to pages and reports what is wrong with each.
func (b *tab) accessible(dark bool, pages ...page) {
	b.t.Helper()
	for _, p := range pages {
		b.prefer("light")
		b.do(chromedp.Navigate(b.site.url+p.path), chromedp.WaitVisible(chromedp.CSS("main")))
		if jump := b.jump(); jump.Score >= jumpLimit {
			b.t.Errorf("%s jumps by %.3f while it loads: %s", p.name, jump.Score, strings.Join(jump.Moved, ", "))
		}
		if p.click != "" {
			b.do(chromedp.Click(chromedp.CSS(p.click)), chromedp.WaitVisible(chromedp.CSS("#sheet-body h1")))
		}
		b.narrow(p)
		b.eval(`(document.querySelectorAll("details:not([data-menu], .confirm)").forEach((d) => { d.open = true; }), "")`)
		b.report(p.name, `document`, axeAll)
		if dark {
			b.prefer("dark")
			b.report(p.name+", dark", `document`, axeColour)
		}
		menus := b.eval(`(() => { const all = document.querySelectorAll("main :is([data-menu], .confirm)"); all.forEach((d) => { d.open = true; }); return String(all.length); })()`)
		if menus == "0" || p.click != "" {
			continue
		}
		if dark {
			b.report(p.name+", menus, dark", `"[data-menu] *, .confirm *"`, axeColour)
			b.prefer("light")
		}
		b.report(p.name+", menus", `"[data-menu] *, .confirm *"`, axeAll)
	}
}

// prefer is a system that likes light or dark, and pages that do not move.
func (b *tab) prefer(theme string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		return err
	}))
}

// report fails for each serious violation of rules within a part of the page.
func (b *tab) report(name, within, rules string) {
	b.t.Helper()
	found := b.eval(`axe.run(` + within + `, { runOnly: ` + rules + `, resultTypes: ["violations"] }).then((r) => JSON.stringify(r.violations.map((v) => (
		{ rule: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 5).map((n) => ({ at: n.target.join(" ") + " " + n.html.slice(0, 160), why: n.failureSummary })) }))))`)
	var all []violation
	if err := json.Unmarshal([]byte(found), &all); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range slices.DeleteFunc(all, func(v violation) bool { return !v.serious() }) {
		var where strings.Builder
		for _, n := range v.Nodes {
			fmt.Fprintf(&where, "\n  %s\n    %s", n.At, strings.ReplaceAll(n.Why, "\n", " "))
		}
		b.t.Errorf("%s: %s (%s, %s)%s", name, v.Help, v.Rule, v.Impact, where.String())
	}
}

// jumped is how far a page moved while it loaded: the sum of its layout shifts.
type jumped struct {
	Score float64
	Moved []string
}

// jump waits until the page has been painted as it stays, and asks what moved.
func (b *tab) jump() jumped {
	b.t.Helper()
	var j jumped
	shifts := b.eval(`document.fonts.ready.then(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))).then(() => {
		const entries = [], take = (list) => entries.push(...list);
		const watch = new PerformanceObserver((list) => take(list.getEntries()));
		watch.observe({ type: "layout-shift", buffered: true });
		return new Promise((done) => setTimeout(() => {
			take(watch.takeRecords());
			const of = (e) => e.sources.map((s) => s.node?.id || s.node?.className || s.node?.nodeName || "");
			done(JSON.stringify({ score: entries.reduce((sum, e) => sum + e.value, 0), moved: entries.flatMap(of) }));
		}, 0));
	})`)
	if err := json.Unmarshal([]byte(shifts), &j); err != nil {
		b.t.Fatal(err)
	}
	return j
}

// made makes what has an address only once it was made: a view that is kept, a
// link to one, a note, a move, a file that waits for an import, an import, a file
// without a mapping, a figure's explanation as a page.
func (b *tab) made() []page {
	b.t.Helper()
	book := filepath.Join(demo(b.t), "books", "customers.csv")
	known, err := os.ReadFile(book)
	if err != nil {
		b.t.Fatal(err)
	}
	unknown := "Rechnung;Kunde;Text;Betrag\nA-1;Acme;Beratung Januar;1.200,00\nA-2;Beta;Betrieb Januar;800,00\n"
	file := func(name, text string) string {
		quoted, err := json.Marshal(text)
		if err != nil {
			b.t.Fatal(err)
		}
		return b.eval(`(() => { const f = new FormData(); f.append("files", new File([` + string(quoted) + `], "` + name + `")); return fetch("/imports", { method: "POST", body: f }).then((r) => new URL(r.url).pathname); })()`)
	}
	send := func(address, fields, then string) string {
		return b.eval(`fetch("` + address + `", { method: "POST", body: new URLSearchParams(` + fields + `) }).then((r) => r.text()).then((t) => { const d = new DOMParser().parseFromString(t, "text/html"); return ` + then + `; })`)
	}
	look := func(address, then string) string {
		return b.eval(`fetch("` + address + `").then((r) => r.text()).then((t) => { const d = new DOMParser().parseFromString(t, "text/html"); return ` + then + `; })`)
	}
	send("/views", `{ name: "Quarters " + Math.random(), team: "1", query: "by=quarter&and=category" }`, `""`)
	shared := send("/links", `{ title: "Services", days: "7", exports: "1", query: "by=quarter&measure=services&period=all" }`, `new URL(d.querySelector("#link").innerText).pathname`)
	send("/customers/C0001/notes", `{ text: "Renewal in spring." }`, `""`)
	move := send("/moves", `{ title: "Ask about backups", customer: "C0001", category: "manage", size_mid: "20000", chance: "40", effort: "3", owner: "lin.wei", due: "2020-01-31", note: "Before the audit." }`, `d.querySelector("main form[action^='/moves/']").getAttribute("action")`)
	explained := look("/", `d.querySelector(".hero a").getAttribute("href")`)
	batch := look("/imports", `d.querySelector("#table-imports tbody th a").getAttribute("href")`)
	upload, strange := file("customers.csv", string(known)), file("rechnungen.csv", unknown)
	return []page{
		{"views", "/views", ""}, {"shared", shared, ""}, {"customer with a note", "/customers/C0001", ""}, {"move", move, ""}, {"move form", move + "/edit", ""}, {"moves with one", "/moves", ""}, {"list with one", "/moves?show=list", ""}, {"explanation", explained, ""},
		{"batch", batch, ""}, {"upload", upload, ""}, {"unknown file", strange, ""}, {"mapping editor", strange + "/map", ""},
	}
}
