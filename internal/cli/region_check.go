package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/markdown"
)

// regionCheckCommand says whether things fit into regions.
type regionCheckCommand struct {
	Paths           []string `arg:"" optional:"" placeholder:"PATH"`
	Offering        []string `placeholder:"CODE"`
	Region          []string `default:"cn-north-1,cn-northwest-1" placeholder:"REGION"`
	Rule            string   `placeholder:"FILE"`
	Out             string   `placeholder:"DIR"`
	SkipExisting    bool
	ContinueOnError bool
}

// Formats of this command alone.
const (
	formatMarkdown = "markdown"
	formatHTML     = "html"
)

func (c *regionCheckCommand) extraFormats() []string { return []string{formatMarkdown, formatHTML} }

// Run checks and prints a line for each thing, or the reports themselves. With a
// folder for reports, each thing has its own file there.
func (c *regionCheckCommand) Run(ctx context.Context, s *Session) error {
	format, err := s.format()
	if err != nil {
		return usage(err)
	}
	checker, err := s.checker(c.Region, c.Rule)
	if err != nil {
		return err
	}
	switch {
	case len(c.Paths) > 0 == (len(c.Offering) > 0):
		return usage(fault.New(fault.KindInvalid, "region.nothing_given"))
	case len(c.Offering) > 0:
		return c.offerings(ctx, s, checker, format)
	}
	in := fitting.Input{ContinueOnError: c.ContinueOnError}
	for _, p := range c.Paths {
		in.Paths = append(in.Paths, s.Path(p))
	}
	var whole []fitting.Report // as asked for on standard output
	switch {
	case c.Out != "":
		w := &reportWriter{s: s, checker: checker, out: s.Path(c.Out), format: format, roots: in.Paths}
		in.Keep = w.write
		if c.SkipExisting {
			in.Done = w.exists
		}
	case c.SkipExisting:
		return usage(fault.New(fault.KindInvalid, "region.out_needed"))
	case format == formatJSON || format == formatMarkdown || format == formatHTML:
		in.Keep = func(r fitting.Report) error { whole = append(whole, r); return nil }
	}
	result, err := checker.Run(ctx, in, s.Progress())
	if err != nil {
		return err
	}
	if err := c.print(s, checker, format, whole, result); err != nil {
		return err
	}
	if len(result.Failures) > 0 {
		return fault.New(fault.KindInvalid, "region.unread")
	}
	return nil
}

func (c *regionCheckCommand) print(s *Session, k fitting.Checker, format string, whole []fitting.Report, result fitting.Result) error {
	if c.Out != "" || whole == nil {
		if format == formatMarkdown || format == formatHTML {
			format = formatTable
		}
		return s.printTo(func(w io.Writer) error { return s.render(w, format, s.checkDocument(k, result)) })
	}
	slices.SortFunc(whole, func(a, b fitting.Report) int { return strings.Compare(a.Name, b.Name) })
	return s.printTo(func(w io.Writer) error {
		if format == formatJSON {
			return fitting.WriteJSON(w, whole)
		}
		for _, r := range whole {
			for _, v := range r.Verdicts {
				if err := writePage(w, format, k.Page(s.L, r, v)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func writePage(w io.Writer, format string, p markdown.Page) error {
	if format == formatHTML {
		return markdown.HTML(w, p)
	}
	return markdown.Render(w, p)
}

// checker is the job with what the user asked for.
func (s *Session) checker(regions []string, rule string) (fitting.Checker, error) {
	ids := make([]region.ID, len(regions))
	for i, r := range regions {
		ids[i] = region.ID(strings.ToLower(strings.TrimSpace(r)))
	}
	catalogue, err := fitting.Catalogue(s.Workspace())
	if err != nil {
		return fitting.Checker{}, err
	}
	k := fitting.NewChecker(catalogue, region.ShippedRule(), ids, s.Now())
	if rule == "" {
		return k, nil
	}
	text, err := os.ReadFile(s.Path(rule))
	if err != nil {
		return k, fault.New(fault.KindNotFound, "region.rule_missing").At(fault.Place{File: rule}).Because(err)
	}
	k.Rule, err = region.ParseRule(rule, text)
	return k, err
}

// reportWriter puts each report into its file.
type reportWriter struct {
	s       *Session
	checker fitting.Checker
	out     string
	format  string
	roots   []string
	below   []markdown.Block // what pages say after the verdict
}

// paths are where the reports of a thing lie, by region.
func (w *reportWriter) paths(name string) map[region.ID]string {
	root := ""
	for _, r := range w.roots {
		if info, err := os.Stat(r); err == nil && !info.IsDir() {
			r = filepath.Dir(r)
		}
		if strings.HasPrefix(name, strings.TrimSuffix(r, "/")+"/") && len(r) > len(root) {
			root = r
		}
	}
	ending := map[string]string{formatJSON: ".json", formatHTML: ".html"}[w.format]
	if ending == "" {
		ending = ".md"
	}
	paths := map[region.ID]string{}
	for _, id := range w.checker.Regions {
		paths[id] = fitting.Target(w.out, root, name, id, len(w.checker.Regions) > 1, ending)
	}
	return paths
}

func (w *reportWriter) exists(name string) bool {
	for _, p := range w.paths(name) {
		if _, err := os.Stat(p); err != nil {
			return false
		}
	}
	return true
}

func (w *reportWriter) write(r fitting.Report) error {
	paths := w.paths(r.Name)
	for _, v := range r.Verdicts {
		err := fitting.WriteFile(paths[v.Region], func(f io.Writer) error {
			if w.format == formatJSON {
				one := r
				one.Verdicts = []region.Verdict{v}
				return fitting.WriteJSON(f, one)
			}
			page := w.checker.Page(w.s.L, r, v)
			page.Blocks = append(page.Blocks, w.below...)
			return writePage(f, w.format, page)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checkDocument is a line for each thing and region, and what could not be read.
func (s *Session) checkDocument(k fitting.Checker, result fitting.Result) report.Document {
	l := s.L
	inside := strings.TrimSuffix(s.Dir, "/") + "/"
	short := func(name string) string { return strings.TrimPrefix(name, inside) }
	label := func(key string) string { return l.Text("region.column."+key, nil) }
	t := report.Table{ID: "verdicts", Columns: []report.Column{
		{Key: "thing", Label: label("thing"), Kind: report.KindText},
		{Key: "format", Label: label("format"), Kind: report.KindText, Rank: 3},
		{Key: "region", Label: label("region"), Kind: report.KindText},
		{Key: "feasibility", Label: label("feasibility"), Kind: report.KindText},
		{Key: "available_services", Label: label("available"), Kind: report.KindInteger},
		{Key: "unavailable_services", Label: label("unavailable"), Kind: report.KindInteger},
		{Key: "unknown_services", Label: label("unknown"), Kind: report.KindInteger, Rank: 2},
		{Key: "missing", Label: label("missing"), Kind: report.KindText, Rank: 1},
	}}
	counts := map[region.Grade]int64{}
	for _, r := range result.Reports {
		for _, v := range r.Verdicts {
			counts[v.Grade]++
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{
				report.Text(short(r.Name)), report.Word(string(r.Format), l.Text("region.format."+string(r.Format), nil)), report.Text(string(v.Region)),
				report.Text(string(v.Grade)).WithTone(fitting.GradeTone(v.Grade)),
				report.Integer(int64(len(v.Available))), report.Integer(int64(len(v.Unavailable))), report.Integer(int64(len(v.Unknown))),
				report.Text(missing(k.Catalogue, v)),
			}})
		}
	}
	d := report.Document{Title: l.Text("region.check.title", i18n.Args{"rule": k.Rule.Name}), Blocks: []report.Block{t}}
	summary := report.KeyValues{ID: "summary"}
	for _, g := range region.Grades() {
		summary.Items = append(summary.Items, report.KeyValue{Key: strings.ToLower(string(g)), Label: string(g), Kind: report.KindInteger, Cell: report.Integer(counts[g])})
	}
	for _, more := range []struct {
		key string
		n   int
	}{{"existing", result.Existing}, {"ignored", result.Ignored}, {"failed", len(result.Failures)}} {
		if more.n > 0 {
			summary.Items = append(summary.Items, report.KeyValue{Key: more.key, Label: label(more.key), Kind: report.KindInteger, Cell: report.Integer(int64(more.n))})
		}
	}
	d.Blocks = append(d.Blocks, summary)
	for _, f := range result.Failures {
		message, _, place := l.Fault(f.Err)
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "failure", Text: strings.TrimSuffix(message+" "+strings.ReplaceAll(place, inside, ""), " "), Tone: report.ToneBad})
	}
	return d
}

// missing names what is not there.
func missing(c *region.Catalogue, v region.Verdict) string {
	var names []string
	for _, j := range append(slices.Clone(v.Unavailable), v.Unknown...) {
		if s, ok := c.Get(j.Need.Service); ok {
			names = append(names, s.Name)
		}
	}
	return strings.Join(names, ", ")
}
