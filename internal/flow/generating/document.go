package generating

import (
	"cmp"
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// book is where an invoice is kept: one file, or folder, per book.
type book uint8

const (
	bookXero book = iota
	bookQuickBooks
	bookQuanliang
	bookUBL
)

// books lists them in the order of their files.
func books() []book { return []book{bookXero, bookQuickBooks, bookQuanliang, bookUBL} }

// preset is the name of the mapping that reads the book.
func (b book) preset() string {
	return []string{"xero", "quickbooks", "quanliang", "ubl"}[b]
}

// path is the book's file or folder, below the output folder.
func (b book) path() string {
	return "invoices/" + []string{"xero.csv", "quickbooks.csv", "quanliang.xlsx", "ubl"}[b]
}

// document is an invoice or credit note.
type document struct {
	book     book
	client   *client
	buyer    buyer
	issued   time.Time
	number   string
	currency string
	credits  *document // the invoice this credit note takes back from
	lines    []item
}

func (d *document) due() time.Time { return d.issued.AddDate(0, 0, 30) }

// item is a line of a document. A credit note's amounts are negative here,
// whatever its format makes of them.
type item struct {
	sold        *offering
	halves      int64 // quantity in halves: days are sold by the half
	unit        cents
	discount    int64 // percent
	net         cents
	taxRate     int64     // percent
	from, until time.Time // service period; zero where the book has no room for one
}

func (i item) tax() cents { return i.net.percent(i.taxRate) }

// quantity writes halves as a decimal: "2.5".
func (i item) quantity() string {
	return string((fixed(i.halves) * oneUnit / 2).append(nil))
}

func (d *document) net() cents {
	var total cents
	for _, i := range d.lines {
		total += i.net
	}
	return total
}

func (d *document) tax() cents {
	var total cents
	for _, i := range d.lines {
		total += i.tax()
	}
	return total
}

// pieces says in which months an item counts when recognised: by days of the
// service period, each month but the last rounded half to even to 18 decimals.
// It is written apart from the product's own rule so that the two can disagree.
func (d *document) pieces(i item) []piece {
	if i.from.IsZero() {
		return []piece{{period.MonthOf(d.issued), i.net.decimal()}}
	}
	days := func(from, until time.Time) money.Decimal { return money.NewInt(int64(until.Sub(from).Hours()) / 24) }
	whole, rest := days(i.from, i.until), i.net.decimal()
	var ps []piece
	for m := period.MonthOf(i.from); m.Start().Before(i.until); m++ {
		from, until := i.from, i.until
		if m.Start().After(from) {
			from = m.Start()
		}
		part := rest
		if m.End().Before(until) {
			part = i.net.decimal().Mul(days(from, m.End())).Quo(whole, money.LakeScale)
		}
		rest = rest.Sub(part)
		ps = append(ps, piece{m, part})
	}
	return ps
}

type piece struct {
	month period.Month
	net   money.Decimal
}

// numberDocuments sorts documents by book and day and gives them numbers as
// each book writes them.
func numberDocuments(ds []*document) {
	slices.SortStableFunc(ds, func(a, b *document) int {
		return cmp.Or(cmp.Compare(a.book, b.book), a.issued.Compare(b.issued), cmp.Compare(a.client.index, b.client.index))
	})
	count := map[book]int{}
	for _, d := range ds {
		count[d.book]++
		n := count[d.book]
		switch d.book {
		case bookXero:
			d.number = "INV-" + pad(n, 5)
			if d.credits != nil {
				d.number = "CN-" + pad(n, 5)
			}
		case bookQuickBooks:
			d.number = pad(1000+n, 4)
		case bookQuanliang:
			// Twenty digits: year, a region nobody has, a running number.
			d.number = d.issued.Format("06") + "990000" + pad(n, 12)
		case bookUBL:
			d.number = "SB-" + d.issued.Format("2006") + "-" + pad(n, 4)
		}
	}
}
