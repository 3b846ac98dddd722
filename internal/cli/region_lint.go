package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region/lint"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/linting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/sarif"
)

// regionLintCommand finds what does not work in the China partition.
type regionLintCommand struct {
	Paths []string `arg:"" placeholder:"PATH"`
	Fix   bool
	Diff  bool
}

// extraFormats are those of this command alone.
func (c *regionLintCommand) extraFormats() []string { return []string{formatSARIF} }

// Run prints findings. What is left in error makes the exit code that of a
// conflict; a file that could not be read, that of invalid input.
func (c *regionLintCommand) Run(ctx context.Context, s *Session) error {
	paths := make([]string, len(c.Paths))
	for i, p := range c.Paths {
		paths[i] = s.Path(p)
	}
	result, err := linting.Run(ctx, linting.Input{Paths: paths, Fix: c.Fix})
	if err != nil {
		return err
	}
	s.shorten(&result)
	if err := c.print(s, result); err != nil {
		return err
	}
	switch {
	case len(result.Failures) > 0:
		return fault.New(fault.KindInvalid, "lint.unread")
	case result.Worst() == lint.SeverityError:
		return fault.New(fault.KindConflict, "lint.found")
	}
	return nil
}

// shorten names files as from the folder the user stands in.
func (s *Session) shorten(r *linting.Result) {
	inside := strings.TrimSuffix(s.Dir, "/") + "/"
	short := func(name string) string { return strings.TrimPrefix(name, inside) }
	for i := range r.Files {
		f := &r.Files[i]
		f.Diff = strings.ReplaceAll(f.Diff, "/"+f.Name+"\n", "/"+short(f.Name)+"\n")
		f.Name = short(f.Name)
		for k := range f.Findings {
			f.Findings[k].Place.File = short(f.Findings[k].Place.File)
		}
	}
	for i := range r.Failures {
		r.Failures[i].Name = short(r.Failures[i].Name)
	}
}

func (c *regionLintCommand) print(s *Session, result linting.Result) error {
	format, err := s.format()
	if err != nil {
		return usage(err)
	}
	if format == formatSARIF {
		return s.printTo(func(w io.Writer) error { return sarif.Render(w, lintLog(s.L, result)) })
	}
	if c.Diff && format == formatTable {
		return s.printTo(func(w io.Writer) error {
			for _, f := range result.Files {
				if _, err := fmt.Fprint(w, f.Diff); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return s.Print(lintDocument(s.L, result, c.Diff))
}

// lintLog words findings for review tools.
func lintLog(l *i18n.Localizer, result linting.Result) sarif.Log {
	version, _, _ := build()
	log := sarif.Log{Version: version.Value, Language: l.Lang()}
	for _, r := range lint.Rules() {
		log.Rules = append(log.Rules, sarif.Rule{ID: r.ID, Severity: r.Severity, Title: ruleText(l, r.ID, "title"), Why: ruleText(l, r.ID, "why"),
			Fix: ruleText(l, r.ID, "fix"), HelpURI: r.Source})
	}
	for _, f := range result.Files {
		for _, x := range f.Findings {
			key, args := "region.lint.message", i18n.Args{"title": ruleText(l, x.Rule, "title"), "found": foundText(l, x), "why": ruleText(l, x.Rule, "why"), "instead": x.Instead}
			if x.Instead != "" {
				key = "region.lint.message_instead"
			}
			log.Results = append(log.Results, sarif.Result{Finding: x, Message: l.Text(key, args)})
		}
	}
	return log
}

func ruleText(l *i18n.Localizer, rule, part string) string {
	return l.Text("region.lint.rule."+rule+"."+part, nil)
}

func foundText(l *i18n.Localizer, f lint.Finding) string {
	if f.Owner != "" {
		return l.Text("region.lint.owner", i18n.Args{"found": f.Found, "owner": f.Owner})
	}
	return f.Found
}

// lintDocument is the table of findings, what each rule means, and what could
// not be read.
func lintDocument(l *i18n.Localizer, result linting.Result, diffs bool) report.Document {
	label := func(key string) string { return l.Text("region.lint.column."+key, nil) }
	findings := report.Table{ID: "findings", Columns: []report.Column{
		{Key: "severity", Label: label("severity"), Kind: report.KindText},
		{Key: "rule", Label: label("rule"), Kind: report.KindText},
		{Key: "place", Label: label("place"), Kind: report.KindText},
		{Key: "found", Label: label("found"), Kind: report.KindText},
		{Key: "instead", Label: label("instead"), Kind: report.KindText, Rank: 2},
		{Key: "fixable", Label: label("fixable"), Kind: report.KindBool, Rank: 1},
	}}
	count, fixable, fixedPlaces, fixedFiles := map[lint.Severity]int{}, 0, 0, 0
	met := map[string]bool{}
	var patch strings.Builder
	for _, f := range result.Files {
		patch.WriteString(f.Diff)
		if f.Written {
			fixedFiles++
			fixedPlaces += f.Fixed
		}
		for _, x := range f.Findings {
			count[x.Severity]++
			met[x.Rule] = true
			if x.Fix != nil {
				fixable++
			}
			findings.Rows = append(findings.Rows, report.Row{Cells: []report.Cell{
				report.Word(string(x.Severity), l.Text("region.lint.severity."+string(x.Severity), nil)).WithTone(lintTone(x.Severity)),
				report.Text(x.Rule), report.Text(fmt.Sprintf("%s:%d:%d", x.Place.File, x.Place.Line, x.Place.Column)),
				report.Text(foundText(l, x)), report.Text(x.Instead), report.Bool(x.Fix != nil)}})
		}
	}
	var d report.Document
	if fixedFiles > 0 {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "fixed", Text: l.Text("region.lint.fixed", i18n.Args{"places": fixedPlaces, "files": fixedFiles})})
	}
	if len(findings.Rows) == 0 {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "summary", Text: l.Text("region.lint.clean", i18n.Args{"files": result.Looked})})
	} else {
		d.Blocks = append(d.Blocks, findings, rulesTable(l, met), report.Paragraph{ID: "summary", Text: l.Text("region.lint.summary", i18n.Args{"files": result.Looked,
			"errors": count[lint.SeverityError], "warnings": count[lint.SeverityWarning], "notes": count[lint.SeverityNote], "fixable": fixable})})
	}
	if diffs && patch.Len() > 0 {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "diff", Text: patch.String()})
	}
	return withUnread(d, l, result.Failures)
}

// rulesTable says once for each rule that was met why it is one.
func rulesTable(l *i18n.Localizer, met map[string]bool) report.Table {
	label := func(key string) string { return l.Text("region.lint.column."+key, nil) }
	t := report.Table{ID: "rules", Title: l.Text("region.lint.rules_title", nil), Columns: []report.Column{
		{Key: "rule", Label: label("rule"), Kind: report.KindText}, {Key: "title", Label: label("title"), Kind: report.KindText, Rank: 2},
		{Key: "why", Label: label("why"), Kind: report.KindText}, {Key: "fix", Label: label("fix"), Kind: report.KindText}}}
	for _, r := range slices.DeleteFunc(slices.Clone(lint.Rules()), func(r lint.Rule) bool { return !met[r.ID] }) {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(r.ID), report.Text(ruleText(l, r.ID, "title")),
			report.Text(ruleText(l, r.ID, "why")), report.Text(ruleText(l, r.ID, "fix"))}})
	}
	return t
}

func withUnread(d report.Document, l *i18n.Localizer, failures []linting.Failure) report.Document {
	if len(failures) == 0 {
		return d
	}
	t := report.Table{ID: "unread", Title: l.Text("region.lint.unread_title", nil), Columns: []report.Column{
		{Key: "file", Label: l.Text("region.lint.column.file", nil), Kind: report.KindText},
		{Key: "reason", Label: l.Text("region.lint.column.reason", nil), Kind: report.KindText}}}
	for _, f := range failures {
		message, _, place := l.Fault(f.Err)
		if place != "" {
			message += " (" + place + ")"
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(f.Name), report.Word(fault.CodeOf(f.Err), message)}})
	}
	d.Blocks = append(d.Blocks, t)
	return d
}

func lintTone(s lint.Severity) report.Tone {
	switch s {
	case lint.SeverityError:
		return report.ToneBad
	case lint.SeverityWarning:
		return report.ToneWarning
	case lint.SeverityNote:
	}
	return report.ToneNeutral
}
