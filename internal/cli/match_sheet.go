package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchExportCommand writes the open questions as a file to fill in.
type matchExportCommand struct {
	All bool
}

// Run writes CSV unless another format is asked for.
func (c *matchExportCommand) Run(ctx context.Context, s *Session) error {
	m, err := matcher(ctx, s)
	if err != nil {
		return err
	}
	q, err := m.Queue(ctx, matching.QueueInput{Unknown: c.All})
	if err != nil {
		return err
	}
	if format, err := s.format(); err == nil && format == formatTable {
		s.Format = formatCSV
	}
	return s.Print(report.Document{Blocks: []report.Block{matched{s.L}.sheet(q)}})
}

// sheetColumns are those of the file, in order; answer, as and reason are for
// the person.
func sheetColumns() []report.Column {
	text := func(key string) report.Column { return report.Column{Key: key, Kind: report.KindText} }
	return []report.Column{text(matching.ColumnQuestion), text(matching.ColumnAnswer), text(matching.ColumnAs), text("kind"), text("party"),
		text("candidate"), text(matching.ColumnCustomerID), {Key: "probability", Kind: report.KindPercent}, text("why"), text("asked_because"),
		{Key: "money", Kind: report.KindMoney}, text("other_candidates"), text(matching.ColumnReason)}
}

func (m matched) sheet(q matching.Queue) report.Table {
	t := report.Table{ID: "answers", Columns: columns(m.l, "match.column", sheetColumns()...)}
	for _, one := range q.Questions {
		cells := []report.Cell{report.Text(string(one.ID)), {}, {}, m.kind(one.Party), report.Text(m.party(one.Party)), {}, {}, report.Gap(),
			{}, m.why(one), rounded(m.stake(one.Stake)), {}, {}}
		if best, ok := one.Best(); ok {
			cells[5], cells[6], cells[7] = report.Text(best.Name), report.Text(string(best.Customer)), m.probability(best.Probability)
			cells[8] = report.Text(m.evidence(best.Evidence, 4))
			var others []string
			for _, c := range one.Candidates[1:] {
				others = append(others, c.Name+" ("+string(c.Customer)+")")
			}
			cells[11] = report.Text(strings.Join(others, "; "))
		}
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	return inOneCurrency(t)
}

// rounded gives an amount no more decimals than its currency has: it says which
// questions matter, and converted it has many.
func rounded(c report.Cell) report.Cell {
	if d, err := money.ParseDecimal(c.Value); err == nil {
		c.Value = d.Round(c.Currency.Places()).String()
	}
	return c
}

// matchImportCommand takes the answers of a filled-in file.
type matchImportCommand struct {
	File string `arg:"" name:"file"`
}

// Run says of every answered row what it did, or what is wrong with it.
func (c *matchImportCommand) Run(ctx context.Context, s *Session) error {
	m, err := matcher(ctx, s)
	if err != nil {
		return err
	}
	known := map[string][]string{}
	for _, col := range sheetColumns() {
		known[col.Key] = []string{col.Key}
		for _, lang := range i18n.Languages() {
			known[col.Key] = append(known[col.Key], s.bundle.For(lang).Text("match.column."+col.Key, nil))
		}
	}
	r, err := m.Answers(ctx, matching.SheetInput{Path: s.Path(c.File), Columns: known})
	if err != nil {
		return err
	}
	if err := s.Print(matchImportDocument(matched{s.L}, r)); err != nil {
		return err
	}
	if !r.Written {
		refused := 0
		for _, row := range r.Rows {
			if row.Fault != nil {
				refused++
			}
		}
		return fault.New(fault.KindInvalid, "match.file_refused").With("count", refused).At(fault.Place{File: s.Path(c.File)})
	}
	return nil
}

func matchImportDocument(m matched, r matching.Sheet) report.Document {
	t := report.Table{ID: "rows", Columns: columns(m.l, "match.column",
		report.Column{Key: "row", Kind: report.KindInteger}, report.Column{Key: "question", Kind: report.KindText},
		report.Column{Key: "result", Kind: report.KindText}, report.Column{Key: "what", Kind: report.KindText})}
	for _, row := range r.Rows {
		var what string
		result := report.Word("written", m.text("import.written", nil)).WithTone(report.ToneGood)
		switch {
		case row.Fault != nil:
			message, hint, _ := m.l.Fault(row.Fault)
			result, what = report.Word("refused", m.text("import.refused", nil)).WithTone(report.ToneBad), message+" "+hint
		default:
			did := "accepted"
			if row.Given == "no" {
				did = "rejected"
			}
			what = m.answer(did, row.Answer)
			if !r.Written {
				result = report.Word("understood", m.text("import.understood", nil))
			}
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Integer(row.Row), report.Text(row.Question), result, report.Text(what)}})
	}
	key := "import.done"
	if !r.Written {
		key = "import.nothing"
	}
	return report.Document{Blocks: []report.Block{t, report.Paragraph{ID: "summary", Text: m.text(key, i18n.Args{"count": len(r.Rows), "open": r.Open})}}}
}
