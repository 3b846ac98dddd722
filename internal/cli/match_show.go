package cli

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// matchShowCommand prints all that is known of a customer.
type matchShowCommand struct {
	Customer string `arg:"" name:"customer"`
}

// Run shows the customer.
func (c *matchShowCommand) Run(ctx context.Context, s *Session) error {
	m, err := matcher(ctx, s)
	if err != nil {
		return err
	}
	r, err := m.Show(ctx, customer.ID(c.Customer))
	if err != nil {
		return err
	}
	return s.Print(matchShowDocument(matched{s.L}, r))
}

func matchShowDocument(m matched, r matching.Shown) report.Document {
	c := r.Customer
	var items []report.KeyValue
	add := func(key, value string) {
		if value != "" {
			items = append(items, report.KeyValue{Key: key, Label: m.text("show."+key, nil), Kind: report.KindText, Cell: report.Text(value)})
		}
	}
	var merged []string
	for _, id := range r.Merged {
		merged = append(merged, string(id))
	}
	add("id", string(c.ID))
	add("name", c.Name)
	add("segment", c.Segment)
	add("industry", c.Industry)
	add("country", c.Country)
	add("origin", m.origin(c.Origin))
	add("merged", strings.Join(merged, ", "))
	for _, side := range []multiplier.Side{multiplier.SideCloud, multiplier.SideServices} {
		stake, has := r.Stakes[side]
		if !has {
			continue
		}
		items = append(items, report.KeyValue{Key: string(side), Label: m.l.Text("measure.column."+string(side), nil), Kind: report.KindMoney, Cell: report.Money(stake.Amount)})
		add(string(side)+"_unconverted", m.amounts(stake.Unconverted))
	}
	d := report.Document{Title: m.text("show.title", i18n.Args{"customer": c.Name, "id": string(c.ID)}), Blocks: []report.Block{
		report.KeyValues{ID: "customer", Items: items}, m.identifiers(c)}}
	if len(r.Parties) > 0 {
		d.Blocks = append(d.Blocks, m.parties(r))
	}
	if len(c.Parents)+len(r.Children) > 0 {
		d.Blocks = append(d.Blocks, m.hierarchy(r))
	}
	if len(r.Asked) > 0 {
		d.Blocks = append(d.Blocks, m.asked(r))
	}
	return report.Document{Title: d.Title, Blocks: append(d.Blocks, m.next("show.next", i18n.Args{"count": r.Decisions, "id": string(c.ID)}))}
}

// identifiers is what tells the customer, who says so, when, how surely.
func (m matched) identifiers(c customer.Customer) report.Table {
	t := report.Table{ID: "identifiers", Title: m.text("show.identifiers", nil), Columns: columns(m.l, "match.column",
		report.Column{Key: "kind", Kind: report.KindText}, report.Column{Key: "value", Kind: report.KindText},
		report.Column{Key: "from", Kind: report.KindDate}, report.Column{Key: "until", Kind: report.KindDate},
		report.Column{Key: "source", Kind: report.KindText}, report.Column{Key: "confidence", Kind: report.KindPercent, Rank: 1})}
	for _, i := range c.Identifiers {
		from, until := report.Gap(), report.Gap()
		if !i.From.IsZero() {
			from = report.Date(i.From)
		}
		if !i.Until.IsZero() {
			until = report.Date(i.Until)
		}
		source := m.origin(i.Origin)
		if i.Origin != customer.OriginRoster && i.Source != "" {
			source += " " + tail(i.Source)
		} else if i.Source != "" {
			source = i.Source
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(string(i.Kind), m.text("identifier."+string(i.Kind), nil)),
			report.Text(i.Value), from, until, report.Text(source), m.probability(i.Confidence)}})
	}
	return t
}

// parties is what of the books is the customer's, and why.
func (m matched) parties(r matching.Shown) report.Table {
	t := report.Table{ID: "parties", Title: m.text("show.parties", nil), Columns: columns(m.l, "match.column",
		report.Column{Key: "kind", Kind: report.KindText, Rank: 1}, report.Column{Key: "party", Kind: report.KindText},
		report.Column{Key: "money", Kind: report.KindMoney}, report.Column{Key: "months", Kind: report.KindText, Rank: 2},
		report.Column{Key: "by", Kind: report.KindText}, report.Column{Key: "source", Kind: report.KindText})}
	for _, p := range r.Parties {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{m.kind(p.Party), report.Text(m.party(p.Party)), m.stake(p.Stake),
			report.Text(p.Party.First.String() + ".." + p.Party.Last.String()),
			report.Word(string(p.Match.Kind), m.text("identifier."+string(p.Match.Kind), nil)), report.Word(string(p.Match.Origin), m.origin(p.Match.Origin))}})
	}
	return inOneCurrency(t)
}

// hierarchy is above whom and below whom the customer stands.
func (m matched) hierarchy(r matching.Shown) report.Table {
	t := report.Table{ID: "hierarchy", Title: m.text("show.hierarchy", nil), Columns: columns(m.l, "match.column",
		report.Column{Key: "relation", Kind: report.KindText}, report.Column{Key: "customer", Kind: report.KindText},
		report.Column{Key: "customer_id", Kind: report.KindText}, report.Column{Key: "role", Kind: report.KindText},
		report.Column{Key: "from", Kind: report.KindDate, Rank: 1}, report.Column{Key: "until", Kind: report.KindDate, Rank: 1})}
	row := func(relation, name string, id customer.ID, p customer.Parent) {
		from, until := report.Gap(), report.Gap()
		if !p.From.IsZero() {
			from = report.Date(p.From)
		}
		if !p.Until.IsZero() {
			until = report.Date(p.Until)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Word(relation, m.text("relation."+relation, nil)), report.Text(name),
			report.Text(string(id)), report.Word(string(p.Role), m.text("role."+string(p.Role), nil)), from, until}})
	}
	for _, p := range r.Customer.Parents {
		if p.ID != "" {
			row("above", r.Names[p.ID], p.ID, p)
		}
	}
	for _, child := range r.Children {
		for _, p := range child.Parents {
			if p.ID == r.Customer.ID {
				row("below", child.Name, child.ID, p)
			}
		}
	}
	return t
}

// asked are the questions that name the customer.
func (m matched) asked(r matching.Shown) report.Table {
	t := report.Table{ID: "asked", Title: m.text("show.asked", nil), Columns: columns(m.l, "match.column",
		report.Column{Key: "question", Kind: report.KindText}, report.Column{Key: "party", Kind: report.KindText},
		report.Column{Key: "probability", Kind: report.KindPercent}, report.Column{Key: "money", Kind: report.KindMoney})}
	for _, q := range r.Asked {
		for _, c := range q.Candidates {
			if c.Customer == r.Customer.ID {
				t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(string(q.ID)), report.Text(m.party(q.Party)),
					m.probability(c.Probability), m.stake(q.Stake)}})
			}
		}
	}
	return inOneCurrency(t)
}
