package cli

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render"
	"github.com/sevenfold/sevenfold/internal/render/csv"
	"github.com/sevenfold/sevenfold/internal/render/json"
	"github.com/sevenfold/sevenfold/internal/render/terminal"
	"github.com/sevenfold/sevenfold/internal/render/xlsx"
)

// Output formats.
const (
	formatTable = "table"
	formatJSON  = "json"
	formatCSV   = "csv"
	formatXLSX  = "xlsx"
	formatSARIF = "sarif" // of commands that have findings in files
)

// formats are those of every command, and what the one that runs adds.
func (s *Session) formats() []string {
	all := []string{formatTable, formatJSON, formatCSV, formatXLSX}
	if s.meant == nil || !s.meant.Target.CanAddr() {
		return all
	}
	if c, ok := s.meant.Target.Addr().Interface().(interface{ extraFormats() []string }); ok {
		all = append(all, c.extraFormats()...)
	}
	return all
}

// format is the one asked for, else the one the output file's name asks for,
// else a table.
func (s *Session) format() (string, error) {
	asked := s.Format
	if asked == "" {
		switch strings.ToLower(filepath.Ext(s.Output)) {
		case ".json":
			asked = formatJSON
		case ".csv":
			asked = formatCSV
		case ".xlsx":
			asked = formatXLSX
		case ".sarif":
			asked = formatSARIF
		default:
			asked = formatTable
		}
	}
	for _, f := range s.formats() {
		if f == asked {
			if f == formatXLSX && s.Output == "" && s.StdoutIsTerminal {
				return "", fault.New(fault.KindInvalid, "cli.output_needed").With("format", f)
			}
			return f, nil
		}
	}
	return "", fault.New(fault.KindInvalid, "cli.format_unknown").With("value", asked).With("known", strings.Join(s.formats(), ", "))
}

// Print writes a document where and how the user asked for it.
func (s *Session) Print(d report.Document) error {
	format, err := s.format()
	if err != nil {
		return usage(err)
	}
	return s.printTo(func(w io.Writer) error { return s.render(w, format, d) })
}

// printTo gives the place that the user asked for to whoever writes there.
func (s *Session) printTo(write func(io.Writer) error) error {
	if s.printer != nil {
		s.printer.close() // a bar and a table must not share a line
		s.printer = nil
	}
	if s.Output == "" {
		return write(s.Stdout)
	}
	return toFile(s.Path(s.Output), write)
}

func (s *Session) render(w io.Writer, format string, d report.Document) error {
	locale := localeOf(s.L)
	switch format {
	case formatJSON:
		return json.Render(w, d)
	case formatCSV:
		return csv.Render(w, d, csv.Options{Locale: locale, BOM: s.Output != ""})
	case formatXLSX:
		return xlsx.Render(w, d, xlsx.Options{Locale: locale})
	}
	o := terminal.Options{Locale: locale}
	if s.Output == "" {
		o.Width, o.Color = s.textWidth(), s.StdoutIsTerminal && s.colorful()
	}
	return terminal.Render(w, d, o)
}

// textWidth is how wide text on Stdout may be; a pipe has no width.
func (s *Session) textWidth() int {
	if s.StdoutIsTerminal {
		return s.Width
	}
	return 0
}

// colorful follows --no-color and the NO_COLOR convention.
func (s *Session) colorful() bool {
	return s.Color && s.Env("NO_COLOR") == "" && s.Env("TERM") != "dumb"
}

// localeOf gives renderers the language's numbers and few words.
func localeOf(l *i18n.Localizer) render.Locale {
	return render.Locale{
		Number:   l.Number,
		Yes:      l.Text("common.yes", nil),
		No:       l.Text("common.no", nil),
		Missing:  l.Text("common.missing", nil),
		Currency: l.Text("common.currency", nil),
		Exact:    l.Text("common.exact", nil),
		Remarks:  l.Text("common.remarks", nil),
		Hidden: func(labels []string) string {
			return l.Text("cli.hidden_columns", i18n.Args{"columns": strings.Join(labels, ", ")})
		},
	}
}
