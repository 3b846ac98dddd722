package measuring

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/engine"
	enginesql "github.com/sevenfold/sevenfold/internal/engine/sql"
)

// pairedAs gives a line that is in a pair what that makes of it: the one that
// counts is a marketplace sale, so that a definition's flag decides; the other
// is out.
func pairedAs(on mark, fact *multiplier.ServiceFact, class service.Classification) service.Classification {
	switch on.role {
	case roleLeft:
		fact.Out = multiplier.ReasonPaired
	case roleKept:
		if class.Nature == service.NatureService {
			class.Nature = service.NatureMarketplaceServices
		}
	case roleNone:
	}
	return class
}

// mark is what is said of one service line, or of all lines of a document.
type mark struct {
	document, line string
	role           role
	pair           int // its place among the pairs that hold
	billed         int // the same of its pair with a charge, from 1; 0: none
}

// role is what a line is in its pair.
type role int

const (
	roleNone role = iota
	roleKept
	roleLeft
)

// subjects are what shares can be of, the narrowest first.
func (k mark) subjects() []attribution.Subject {
	if k.document == "" {
		return nil
	}
	return []attribution.Subject{{Kind: attribution.SubjectLine, Value: k.document + "#" + k.line}, {Kind: attribution.SubjectDocument, Value: k.document}}
}

// markedLines is the relation marked_line before anything is marked.
func markedLines() engine.Relation {
	return engine.Relation{Name: "marked_line", Columns: []engine.Column{{Name: "batch_id", Type: engine.TypeText},
		{Name: "line_no", Type: engine.TypeInt}, {Name: "mark", Type: engine.TypeInt}}}
}

// readMarks finds the service lines of which shares or pairs speak, so that
// their amounts are kept apart. Nothing is asked where nobody said anything.
func (f *Facts) readMarks(ctx context.Context, m *Measurer) error {
	f.files.marked = markedLines()
	documents, byLine := f.spokenOf()
	if len(documents) == 0 || len(f.files.lines.Files) == 0 {
		return nil
	}
	wanted := engine.Relation{Name: "wanted_document", Columns: []engine.Column{{Name: "document", Type: engine.TypeText}}}
	for _, d := range slices.Sorted(maps.Keys(documents)) {
		wanted.Rows = append(wanted.Rows, []any{d})
	}
	type place struct {
		batch string
		line  int64
	}
	found := map[string][]place{} // by the key of a pair's line
	q := engine.Query{Name: "marked lines", SQL: enginesql.MarkedLines, Relations: []engine.Relation{f.files.lines, wanted}}
	marks := map[mark]int64{}
	marked := map[place]mark{}
	err := f.each(ctx, m, q, func(row engine.Row) error {
		ref := LineRef(row.Text(2), row.Text(3), row.Int(4), money.New(row.Decimal(6), money.Currency(row.Text(5))))
		at := place{row.Text(0), row[1].(int64)}
		k := mark{document: normalDocument(ref.Document)}
		if line := strings.ToLower(ref.Line); byLine[k.document+"#"+line] {
			k.line = line
		}
		marked[at] = k
		found[ref.Key()] = append(found[ref.Key()], at)
		return nil
	})
	if err != nil {
		return err
	}
	for n, p := range f.attributed.pairs.All() {
		if p.Left.IsCharge() {
			if at := found[p.Kept.Key()]; len(at) == 1 {
				k := marked[at[0]]
				k.billed = n + 1
				marked[at[0]] = k
				f.attributed.lineOf[n] = true
			}
			continue
		}
		kept, left := found[p.Kept.Key()], found[p.Left.Key()]
		if len(kept) != 1 || len(left) != 1 {
			f.attributed.stale++
			continue
		}
		for _, of := range []struct {
			at   place
			role role
		}{{kept[0], roleKept}, {left[0], roleLeft}} {
			k := marked[of.at]
			k.role, k.pair = of.role, n
			marked[of.at] = k
		}
	}
	for at, k := range marked {
		n, known := marks[k]
		if !known {
			n = int64(len(f.attributed.marks))
			f.attributed.marks, marks[k] = append(f.attributed.marks, k), n
		}
		f.files.marked.Rows = append(f.files.marked.Rows, []any{at.batch, at.line, n})
	}
	return nil
}

// spokenOf lists the documents and lines that shares and pairs name.
func (f *Facts) spokenOf() (documents, lines map[string]bool) {
	documents, lines = map[string]bool{}, map[string]bool{}
	for _, s := range f.attributed.ledger.Subjects(attribution.SubjectDocument) {
		documents[s.Value] = true
	}
	for _, s := range f.attributed.ledger.Subjects(attribution.SubjectLine) {
		if at := strings.LastIndexByte(s.Value, '#'); at > 0 {
			documents[s.Value[:at]], lines[s.Value] = true, true
		}
	}
	for _, p := range f.attributed.pairs.All() {
		documents[normalDocument(p.Kept.Document)] = true
		if !p.Left.IsCharge() {
			documents[normalDocument(p.Left.Document)] = true
		}
	}
	return documents, lines
}

func normalDocument(document string) string {
	return attribution.Subject{Kind: attribution.SubjectDocument, Value: document}.Normal().Value
}

// LineRef names a line from the columns document, line_id, place, currency and
// net of service_line.
func LineRef(document, id string, place int64, net money.Amount) attribution.LineRef {
	if id == "" {
		id = strconv.FormatInt(place, 10)
	}
	return attribution.LineRef{Document: document, Line: id, Currency: net.Currency, Net: net.Decimal}
}
