package cli

import (
	"context"
	"io"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/markdown"
)

// everyOffering stands for the whole catalogue.
const everyOffering = "all"

// offerings judges offerings of the catalogue, and says what their verdicts open
// and block with customers in China.
func (c *regionCheckCommand) offerings(ctx context.Context, s *Session, k fitting.Checker, format string) error {
	if err := k.Known(); err != nil {
		return usage(err)
	}
	if c.SkipExisting || c.ContinueOnError {
		return usage(fault.New(fault.KindInvalid, "region.offering_flags"))
	}
	a, err := s.App(ctx)
	if err != nil {
		return err
	}
	books, err := a.Selling(ctx, s.Now)
	if err != nil {
		return err
	}
	if len(books.Offerings) == 0 {
		return fault.New(fault.KindNotFound, "region.no_offerings")
	}
	var ids []offering.ID
	if !slices.Contains(c.Offering, everyOffering) {
		for _, code := range c.Offering {
			ids = append(ids, offering.ID(code))
		}
	}
	all, err := k.Outlooks(books, s.L.Lang() == i18n.Chinese, ids...)
	if err != nil {
		return err
	}
	if err := c.writeOfferings(s, k, format, all); err != nil {
		return err
	}
	return c.printOfferings(s, k, format, all)
}

// writeOfferings puts the reports into a folder, where one is given.
func (c *regionCheckCommand) writeOfferings(s *Session, k fitting.Checker, format string, all []fitting.Outlook) error {
	if c.Out == "" {
		return nil
	}
	w := &reportWriter{s: s, checker: k, out: s.Path(c.Out), format: format}
	for _, o := range all {
		if o.Report == nil {
			continue
		}
		w.below = s.money(o)
		if err := w.write(*o.Report); err != nil {
			return err
		}
	}
	return nil
}

func (c *regionCheckCommand) printOfferings(s *Session, k fitting.Checker, format string, all []fitting.Outlook) error {
	switch {
	case format == formatJSON && c.Out == "":
		return s.printTo(func(w io.Writer) error { return fitting.WriteJSON(w, all) })
	case (format == formatMarkdown || format == formatHTML) && c.Out == "":
		return s.printTo(func(w io.Writer) error { return writePages(w, s, k, format, all) })
	case format == formatMarkdown || format == formatHTML:
		format = formatTable
	}
	var result fitting.Result
	for _, o := range all {
		if o.Report != nil {
			result.Reports = append(result.Reports, *o.Report)
		}
	}
	var d report.Document
	if len(result.Reports) > 0 {
		d = s.checkDocument(k, result)
	}
	d.Blocks = append(d.Blocks, fitting.OutlookTable(s.L, all))
	if chances := fitting.ChanceTable(s.L, all); len(chances.Rows) > 0 {
		d.Blocks = append(d.Blocks, chances)
	} else {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "no_chances", Text: s.L.Text("region.outlook.none", nil)})
	}
	for _, o := range all {
		if o.Report == nil {
			d.Blocks = append(d.Blocks, report.Paragraph{ID: "unsaid", Tone: report.ToneWarning,
				Text: s.L.Text("region.outlook.unsaid", i18n.Args{"offering": o.Offering.Title(s.L.Lang() == i18n.Chinese)})})
		}
	}
	return s.printTo(func(w io.Writer) error { return s.render(w, format, d) })
}

func writePages(w io.Writer, s *Session, k fitting.Checker, format string, all []fitting.Outlook) error {
	for _, o := range all {
		if o.Report == nil {
			continue
		}
		for _, v := range o.Report.Verdicts {
			page := k.Page(s.L, *o.Report, v)
			page.Blocks = append(page.Blocks, s.money(o)...)
			if err := writePage(w, format, page); err != nil {
				return err
			}
		}
	}
	return nil
}

// money is what an offering opens and blocks, as its report shows it below the
// verdict.
func (s *Session) money(o fitting.Outlook) []markdown.Block {
	one := []fitting.Outlook{o}
	outlook, chances := fitting.OutlookTable(s.L, one), fitting.ChanceTable(s.L, one)
	blocks := []markdown.Block{markdown.Heading{Level: 2, Text: outlook.Title}, markdown.TableOf(outlook, localeOf(s.L))}
	for _, note := range outlook.Notes {
		blocks = append(blocks, markdown.Paragraph{Spans: []markdown.Span{markdown.Text(note)}})
	}
	if len(chances.Rows) == 0 {
		return append(blocks, markdown.Paragraph{Spans: []markdown.Span{markdown.Text(s.L.Text("region.outlook.none", nil))}})
	}
	return append(blocks, markdown.Heading{Level: 2, Text: chances.Title}, markdown.TableOf(chances, localeOf(s.L)))
}
