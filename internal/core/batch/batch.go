// Package batch is one import: its files, hashes, control totals and findings.
// A batch is all or nothing, is never changed once written, and can be undone.
package batch

import (
	"path"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// ID is a ULID: batches sort by the time they began.
type ID string

// Kind is what a batch brings.
type Kind string

const (
	KindBill       Kind = "bill"
	KindServices   Kind = "services"
	KindRates      Kind = "rates"
	KindCustomers  Kind = "customers"
	KindCategories Kind = "categories"
	KindOfferings  Kind = "offerings"
	KindShares     Kind = "shares"
	KindInfluenced Kind = "influenced"
	KindPipeline   Kind = "pipeline"
)

// Status is where a batch stands.
type Status string

const (
	// StatusLive: at least one of its slices counts.
	StatusLive Status = "live"
	// StatusReplaced: newer batches replaced every slice.
	StatusReplaced Status = "replaced"
	// StatusUndone: a person took it back.
	StatusUndone Status = "undone"
)

// Batch is one import.
type Batch struct {
	ID         ID
	Kind       Kind
	Status     Status
	Source     string // names the stream a later delivery replaces: "awscur/123456789012/report"
	Format     string // "focus", "awscur", "awscur2", "ubl", "xero" ...
	Version    string // "1.2", "2.0", "legacy"; may be empty
	Side       Side
	ImportedAt time.Time
	Files      []File
	Slices     []Slice
	Findings   []Finding
	Sums       []SourceSum // what the source says of itself, beside the four costs
	Rejected   int64
	RejectFile string
	// Fingerprint is a hash over the files' hashes in order and over what was
	// forced (side, source, mapping): the same one again changes nothing.
	Fingerprint string
	How         How
	Amendment   *Amendment // of a batch of mended rejects; nil for all others
}

// SourceSum ties the batch to its source before any mapping: what rows of one
// kind (a line item type of an AWS bill, the net of an invoice book) sum to
// there, and what they became.
type SourceSum struct {
	Name     string         `json:"name"`
	Currency money.Currency `json:"currency,omitempty"`
	Rows     int64          `json:"rows"`
	Source   money.Decimal  `json:"source"`
	Lake     money.Decimal  `json:"lake"`
}

// Side says whose money a bill is: what the partner pays, or what its customer
// is charged (a Billing Conductor pro-forma bill).
type Side string

const (
	SideCost  Side = "cost"
	SidePrice Side = "price"
)

// Suffix is what the side adds to a source's name, so that the price of an
// account never replaces its cost.
func (s Side) Suffix() string {
	if s == SidePrice {
		return "/price"
	}
	return ""
}

// File is one source file or archive member of a batch.
type File struct {
	Ordinal   int    // order in the batch, from 1
	Path      string // as the user gave it
	Member    string // path inside an archive, "#" and the sheet of a workbook, or both; empty for a plain file
	SHA256    string // of the file on disk (of the archive, for a member)
	SizeBytes int64
	Rows      int64
	FirstRow  int64  // number of the first data row as a spreadsheet shows it: 2 for CSV, 1 for Parquet
	LakePath  string // relative to the lake; empty when it left no rows
	// ExtraPath holds the charges that the file gave beyond one per row, such as
	// unused commitments; empty when there are none. Their rows are numbered.
	ExtraPath string
}

// TablePeak is the lake's table of the largest charges.
const TablePeak = "charge_peak"

// PeakPath is where the largest charges of a file of charges are, both relative
// to the lake.
func PeakPath(charges string) string {
	name, _ := strings.CutPrefix(charges, "charge/")
	return path.Join(TablePeak, name)
}

// TableBought is the lake's table of what bills say of commitments and purchases.
const TableBought = "charge_bought"

// BoughtPath is where what a batch says of commitments and purchases is, relative
// to the lake.
func BoughtPath(id ID) string {
	return path.Join(TableBought, "batch="+string(id), BoughtFile)
}

// BoughtFile is the one file of a batch in TableBought.
const BoughtFile = "bought.parquet"

// Name says where rows stand, for people: "books.zip!2025/may.csv",
// "book.xlsx#Sheet1".
func (f File) Name() string {
	if f.Member == "" || strings.HasPrefix(f.Member, "#") {
		return f.Path + f.Member
	}
	return f.Path + "!" + f.Member
}

// Slice is the part of a batch that belongs to one source and billing period;
// it is what a newer delivery replaces.
type Slice struct {
	Source        string
	BillingPeriod period.Month
	Currency      money.Currency
	Rows          int64
	Totals        Totals
	Live          bool
	RollupPath    string // relative to the lake
}

// LinesPath is where the lines of a slice of services are, relative to the lake:
// they and their months stand under the same name, table by table.
func (s Slice) LinesPath() string {
	name, _ := strings.CutPrefix(s.RollupPath, "service_month/")
	return path.Join("service_line", name)
}

// Totals are exact sums of what a slice or file says.
type Totals struct {
	Billed     money.Decimal `json:"billed"`
	Effective  money.Decimal `json:"effective"`
	List       money.Decimal `json:"list"`
	Contracted money.Decimal `json:"contracted"`
	// Rounding is source minus lake, summed over the four costs: what decimals
	// beyond the lake's scale came to.
	Rounding money.Decimal `json:"rounding"`
}

// Add adds two totals.
func (t Totals) Add(o Totals) Totals {
	return Totals{t.Billed.Add(o.Billed), t.Effective.Add(o.Effective), t.List.Add(o.List),
		t.Contracted.Add(o.Contracted), t.Rounding.Add(o.Rounding)}
}

// Severity grades a finding.
type Severity string

const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Finding is something a file does that the specification or common sense
// forbids, and that did not stop the import.
type Finding struct {
	Rule     string   `json:"rule"` // message key finding.<rule>
	Severity Severity `json:"severity"`
	Column   string   `json:"column"`
	Count    int64    `json:"count"`
	Example  string   `json:"example"`
	File     string   `json:"file,omitempty"`
}

// Reject is one row that could not be read.
type Reject struct {
	Place  fault.Place
	Reason string     // fault code
	Args   fault.Args // of the reason's message, beside value and column; may be nil
	Header []string   // of the source file
	Record []string   // the row as it stands in the source
}

// Fault is the reject as an error: what is wrong, and where.
func (r Reject) Fault() *fault.Error {
	f := fault.New(fault.KindInvalid, r.Reason).At(r.Place)
	for k, v := range r.Args {
		f = f.With(k, v)
	}
	return f.With("value", r.Place.Value).With("column", r.Place.Column)
}

// CountedRows is how many rows the batch counts: those of its files; of an
// invoice book its lines, because its files have totals, drafts and second
// sheets too.
func (b Batch) CountedRows() (n int64) {
	if b.Kind == KindServices {
		for _, s := range b.Slices {
			n += s.Rows
		}
		return n
	}
	for _, f := range b.Files {
		n += f.Rows
	}
	return n
}

// BillingPeriods names the first and the last billing period, as period.Parse
// reads them; empty for a batch without slices.
func (b Batch) BillingPeriods() string {
	if len(b.Slices) == 0 {
		return ""
	}
	first, last := b.Slices[0].BillingPeriod, b.Slices[0].BillingPeriod
	for _, s := range b.Slices {
		first, last = min(first, s.BillingPeriod), max(last, s.BillingPeriod)
	}
	return period.Range{From: first, Until: last + 1}.String()
}
