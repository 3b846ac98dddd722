package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchExplainCommand says why two are, may be or are not one customer.
type matchExplainCommand struct {
	A string `arg:"" name:"a"`
	B string `arg:"" name:"b" optional:""`
}

// Run explains. Two names can be compared outside any workspace.
func (c *matchExplainCommand) Run(ctx context.Context, s *Session) error {
	m, err := matcher(ctx, s)
	if fault.CodeOf(err) == "workspace.missing" && c.B != "" {
		return s.Print(matchExplainDocument(matched{s.L}, matching.Compare(identity.DefaultThresholds(), c.A, c.B)))
	}
	if err != nil {
		return err
	}
	x, err := m.Explain(ctx, c.A, c.B)
	if err != nil {
		return err
	}
	return s.Print(matchExplainDocument(matched{s.L}, x))
}

func matchExplainDocument(m matched, x matching.Explanation) report.Document {
	item := func(key string, kind report.Kind, cell report.Cell) report.KeyValue {
		return report.KeyValue{Key: key, Label: m.text("explain."+key, nil), Kind: kind, Cell: cell}
	}
	verdict := string(x.Verdict)
	switch {
	case x.Veto != "" && x.Verdict == identity.VerdictAsk:
		verdict = "veto"
	case x.OnlyWeak && x.Verdict == identity.VerdictAsk:
		verdict = "weak"
	}
	d := report.Document{Title: m.text("explain.title", i18n.Args{"a": x.A.Title, "b": x.B.Title}), Blocks: []report.Block{
		report.KeyValues{ID: "score", Items: []report.KeyValue{
			item("probability", report.KindPercent, report.Decimal(x.Probability)),
			item("verdict", report.KindText, report.Word(verdict, m.text("explain.verdict."+verdict, nil))),
			item("accept", report.KindPercent, report.Decimal(x.Accept)), item("apart", report.KindPercent, report.Decimal(x.Apart)),
			item("model", report.KindText, report.Text(x.Model))}},
		m.evidenceTable(x), m.sides(x)}}
	if standing := m.standing(x); standing != "" {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "standing", Text: standing})
	}
	if x.Question != nil && x.Question.Settles > 0 {
		d.Blocks = append(d.Blocks, report.Paragraph{ID: "settles", Text: m.settles(*x.Question)})
	}
	if len(x.Decisions) > 0 {
		d.Blocks = append(d.Blocks, m.history(x.Decisions))
	}
	return d
}

// evidenceTable is every reason with its weight; they add up to the last row.
func (m matched) evidenceTable(x matching.Explanation) report.Table {
	t := report.Table{ID: "evidence", Title: m.text("explain.evidence", nil), Columns: columns(m.l, "match.column",
		report.Column{Key: "evidence", Kind: report.KindText}, report.Column{Key: "left", Kind: report.KindText},
		report.Column{Key: "right", Kind: report.KindText}, report.Column{Key: "weight", Kind: report.KindRatio}),
		Notes: []string{m.text("explain.weights", nil)}}
	for _, e := range x.Evidence {
		tone := report.ToneGood
		if e.Weight.Sign() < 0 {
			tone = report.ToneWarning
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(e.Code), m.l.Text("identity.evidence."+string(e.Code), nil)),
			report.Text(e.Left), report.Text(e.Right), report.Decimal(e.Weight).WithTone(tone)}})
	}
	t.Rows = append(t.Rows, report.Row{Style: report.StyleTotal, Cells: []report.Cell{report.Text(m.text("explain.sum", nil)),
		report.Text(""), report.Text(""), report.Decimal(x.Sum)}})
	return t
}

// sides is what is known of either.
func (m matched) sides(x matching.Explanation) report.Table {
	t := report.Table{ID: "sides", Title: m.text("explain.sides", nil), Columns: columns(m.l, "match.column",
		report.Column{Key: "known", Kind: report.KindText}, report.Column{Key: "left", Kind: report.KindText}, report.Column{Key: "right", Kind: report.KindText})}
	add := func(key, left, right string) {
		if left != "" || right != "" {
			t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(key, m.text("known."+key, nil)), report.Text(left), report.Text(right)}})
		}
	}
	a, b := x.A.Record, x.B.Record
	add("kind", m.text("kind."+string(x.A.Kind), nil), m.text("kind."+string(x.B.Kind), nil))
	add("id", x.A.ID, x.B.ID)
	add("customer", string(x.A.Customer), string(x.B.Customer))
	lists := func(key string, left, right []string) { add(key, m.list(left), m.list(right)) }
	lists("names", a.Names, b.Names)
	lists("aliases", a.Aliases, b.Aliases)
	lists("tax_ids", a.TaxIDs, b.TaxIDs)
	lists("duns", a.DUNS, b.DUNS)
	lists("lei", a.LEI, b.LEI)
	lists("refs", refTexts(a.Refs), refTexts(b.Refs))
	lists("domains", a.Domains, b.Domains)
	lists("accounts", a.Accounts, b.Accounts)
	lists("payers", a.Payers, b.Payers)
	lists("hints", hintTexts(a.Hints), hintTexts(b.Hints))
	add("country", a.Country, b.Country)
	return t
}

func refTexts(refs []identity.Ref) []string {
	var out []string
	for _, r := range refs {
		out = append(out, r.Value)
	}
	return out
}

func hintTexts(hints []identity.Hint) []string {
	var out []string
	for _, h := range hints {
		out = append(out, h.Said())
	}
	return out
}

// listed bounds how many values of one sort are shown in a cell.
const listed = 4

func (m matched) list(values []string) string {
	if len(values) > listed {
		return strings.Join(values[:listed], ", ") + m.text("list.more", i18n.Args{"count": len(values) - listed})
	}
	return strings.Join(values, ", ")
}

// standing says what the books hold now, whatever the score.
func (m matched) standing(x matching.Explanation) string {
	switch {
	case x.A.ID == "" || x.B.ID == "":
		return m.text("standing.names", nil)
	case x.Same:
		return m.text("standing.same", i18n.Args{"customer": string(x.A.Customer)}) + m.onWhoseWord(x)
	case x.Kept:
		return m.text("standing.apart", nil)
	case x.A.Customer != "" && x.B.Customer != "":
		return m.text("standing.two", i18n.Args{"a": string(x.A.Customer), "b": string(x.B.Customer)})
	}
	return m.text("standing.open", nil)
}

// onWhoseWord says which identifier decided and who gave it.
func (m matched) onWhoseWord(x matching.Explanation) string {
	for _, o := range []matching.Operand{x.A, x.B} {
		if o.Match.Outcome == customer.OutcomeMatched {
			return m.text("standing.by", i18n.Args{"kind": m.text("identifier."+string(o.Match.Kind), nil), "origin": m.origin(o.Match.Origin)})
		}
	}
	return ""
}

// origin says whose word something is.
func (m matched) origin(o customer.Origin) string {
	if o == customer.OriginRoster {
		return m.text("origin.roster", nil)
	}
	return m.text("origin."+string(o), nil)
}
