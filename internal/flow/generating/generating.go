// Package generating makes the books of an invented partner: bills, invoices,
// customers, rules, rates, and the answers. Equal options give equal bytes.
//
// It owns what is invented and the exact truth about it. It does not read
// anything back: what a multiplier is under other definitions, and how files
// become charges, is said elsewhere, and the two must agree. Names, numbers and
// domains are made up; tax ids lie in a registration area that nobody has.
//
// What lands in the folder:
//
//	bills/focus/<export>/data/BILLING_PERIOD=2025-01/<export>-00001.csv[.gz]       FOCUS 1.2
//	bills/cur2/<export>/data/BILLING_PERIOD=2025-01/<export>-00001.csv[.gz]        CUR 2.0
//	bills/{focus,cur2}/<export>/metadata/BILLING_PERIOD=2025-01/<export>-Manifest.json
//	bills/cur/<report>/20250101-20250201/<assembly>/<report>-1.csv[.gz]            legacy CUR
//	bills/cur/<report>/20250101-20250201/<report>-Manifest.json
//	bills/cur-china/...                                                            legacy CUR, CNY
//	invoices/xero.csv, quickbooks.csv, quanliang.xlsx, ubl/*.xml
//	customers.csv, categories.csv, rates.csv
//	truth.json, written last: a folder without it is unfinished
//
// The last month of each legacy report has a second, older assembly folder with
// other numbers, which the period's manifest does not name.
//
// Conventions that a reader has to share with the truth: a charge counts in its
// billing period, which is also that of its charge period. Books without a
// column for a service period (all but UBL) have lines without one, which count
// in the month of their invoice. Marketplace lines of FOCUS files have the
// seller as publisher and "AWS Marketplace" as invoice issuer.
package generating

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Progress is how far a run has come. Bytes and Rows are of bills.
type Progress struct {
	File        string // finished last
	Rows        int64
	RowsTotal   int64 // about
	Bytes       int64 // before compression
	Months      int   // of payers, finished
	MonthsTotal int
}

// Summary is what a run made.
type Summary struct {
	Out       string
	Period    period.Range
	Customers int
	Payers    int
	OwnPayers []string // ids of those that are the partner's own
	Accounts  int
	Rows      int64 // of bills
	Bytes     int64 // of bills, before compression
	Files     int   // of bills
	Documents int   // invoices and credit notes
	Elapsed   time.Duration
	// RowsPerSecond is what the bills were written at.
	RowsPerSecond int64
}

// Run writes a partner's books into options.Out. Progress, if given, is called
// by one goroutine at a time. Faults: generating.option_invalid,
// generating.folder_not_empty, generating.write_failed.
func Run(ctx context.Context, options Options, progress func(Progress)) (_ Summary, err error) {
	defer fault.Wrap(&err, "generating.Run(%s)", options.Out)
	o, err := options.withDefaults()
	if err != nil {
		return Summary{}, err
	}
	if err := claimFolder(o.Out); err != nil {
		return Summary{}, err
	}
	began := time.Now()
	w := newWorld(o)
	results, err := w.writeBills(ctx, &meter{report: progress, state: Progress{RowsTotal: o.RowsTotal, MonthsTotal: len(w.payers) * o.Months}})
	if err != nil {
		return Summary{}, err
	}
	billed := time.Since(began)
	ds, rs := w.documents(), w.rates()
	if err := w.writeBooks(ds); err != nil {
		return Summary{}, err
	}
	if err := w.writeCustomers(); err != nil {
		return Summary{}, err
	}
	if err := writeCategories(o.Out); err != nil {
		return Summary{}, err
	}
	if err := writeRates(o.Out, rs); err != nil {
		return Summary{}, err
	}
	deals := w.deals()
	if err := writePipeline(o.Out, deals); err != nil {
		return Summary{}, err
	}
	truth := w.truth(results, ds, rs)
	truth.Planned, truth.Planted, truth.Signals, truth.Resellers = planned(deals), w.plantedTruth(), w.signalTruth(), w.resellerTruth()
	if err := writeTruth(o.Out, truth); err != nil {
		return Summary{}, err
	}
	s := w.summary(results, ds)
	s.Elapsed = time.Since(began)
	s.RowsPerSecond = s.Rows * int64(time.Second) / max(int64(billed), 1)
	return s, nil
}

// claimFolder makes the folder, or takes it when there is nothing in it.
func claimFolder(path string) error {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return writing(err, path)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return writing(err, path)
	}
	if len(entries) > 0 {
		return fault.New(fault.KindConflict, "generating.folder_not_empty").At(fault.Place{File: path}).With("folder", path)
	}
	return nil
}

// writeBooks writes each book with the documents that belong in it.
func (w *world) writeBooks(ds []*document) error {
	writers := map[book]func(string, []*document) error{
		bookXero: writeXero, bookQuickBooks: writeQuickBooks, bookQuanliang: writeQuanliang, bookUBL: writeUBL,
	}
	for _, b := range books() {
		if err := writers[b](w.options.Out, documentsIn(ds, b)); err != nil {
			return err
		}
	}
	return nil
}

func documentsIn(ds []*document, b book) []*document {
	var own []*document
	for _, d := range ds {
		if d.book == b {
			own = append(own, d)
		}
	}
	return own
}

func (w *world) summary(results []*monthResult, ds []*document) Summary {
	s := Summary{Out: w.options.Out, Period: w.period(), Payers: len(w.payers), Documents: len(ds)}
	for _, p := range w.payers {
		if p.owner == nil {
			s.OwnPayers = append(s.OwnPayers, p.id)
		}
	}
	accounts := map[*account]bool{}
	for _, c := range w.clients {
		if c.listed && !c.internal {
			s.Customers++
		}
		for _, h := range c.holdings {
			accounts[h.account] = true
		}
	}
	s.Accounts = len(accounts)
	for _, r := range results {
		s.Rows, s.Bytes, s.Files = s.Rows+r.rows, s.Bytes+r.bytes, s.Files+len(r.files)
	}
	return s
}

func (w *world) period() period.Range {
	return period.Range{From: w.month(0), Until: w.month(w.options.Months)}
}

// meter turns what the writers do into progress.
type meter struct {
	mu     sync.Mutex
	report func(Progress)
	state  Progress
	shown  int64 // bytes at the last report
}

// showEvery is how many bytes may go by unreported.
const showEvery = 16 << 20

func (m *meter) addBytes(n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state.Bytes += n
	if m.state.Bytes-m.shown >= showEvery {
		m.show()
	}
}

func (m *meter) finish(file string, rows int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state.File, m.state.Rows, m.state.Months = file, m.state.Rows+rows, m.state.Months+1
	m.show()
}

func (m *meter) show() {
	m.shown = m.state.Bytes
	if m.report != nil {
		m.report(m.state)
	}
}
