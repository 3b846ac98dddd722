package generating

import (
	"runtime"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Format is the form the bills outside China take.
type Format string

const (
	// FormatMixed gives each payer another form: FOCUS, CUR 2.0, legacy CUR.
	FormatMixed Format = "mixed"
	FormatFocus Format = "focus"
	FormatCUR2  Format = "cur2"
	FormatCUR   Format = "cur"
)

// Formats lists what Options.Format takes.
func Formats() []Format { return []Format{FormatMixed, FormatFocus, FormatCUR2, FormatCUR} }

// Options say which partner to invent and how large. The zero value of every
// field but Out means its default.
type Options struct {
	Seed       uint64
	Customers  int          // default 40, fewer or more when a size is asked for
	Months     int          // default 24, fewer when the size asked for is small
	FirstMonth period.Month // default: so that the last month is 2025-12
	// RowsTotal is about how many bill rows to write; default 80,000.
	RowsTotal int64
	// TargetBytes is about how many bytes of bills to write, before
	// compression. It goes before RowsTotal.
	TargetBytes int64
	Format      Format
	Compress    bool // bills as .csv.gz
	// Noise has the books name the same customers differently, as real ones do,
	// customers.csv know only a part of the accounts and numbers, and the bills have
	// accounts of firms that share a customer's brand and stand nowhere else.
	Noise bool
	// Planted makes customers of archetypes, whose industry, size, services and
	// purchases go together; the truth says what they buy next. Without it everybody
	// buys everything.
	Planted bool
	// Signals plants what bills say by themselves: first uses, growth, commitments
	// that run out, idle and untagged spend. The truth says which, and what only
	// looks like one.
	Signals bool
	// Distributor has every customer bought through one of many resellers, who are
	// in the customer list with their place in the channel.
	Distributor bool
	Out         string // folder; made if absent, must be empty
	// Parallel is how many bill files are written at a time; default the
	// number of processors. It does not change the output.
	Parallel int

	partBytes        int64 // where a bill file is continued in the next one
	withoutStrangers bool  // noise of names alone
}

const (
	defaultRows      = 80_000
	defaultCustomers = 40
	maxCustomers     = 5_000
	maxMonths        = 120
	maxTargetBytes   = 2 << 40
	defaultPartBytes = 1 << 29
)

// withDefaults fills what was left open and refuses what cannot be done.
func (o Options) withDefaults() (Options, error) {
	bad := func(option string, value any) (Options, error) {
		return o, fault.New(fault.KindInvalid, "generating.option_invalid").With("option", option).With("value", value)
	}
	switch o.Format {
	case "":
		o.Format = FormatMixed
	case FormatMixed, FormatFocus, FormatCUR2, FormatCUR:
	default:
		return bad("bills", string(o.Format))
	}
	switch {
	case o.Out == "":
		return bad("out", o.Out)
	case o.Customers < 0 || o.Customers > maxCustomers || o.Customers > 0 && o.Customers < minCustomers:
		return bad("customers", o.Customers)
	case o.Months < 0 || o.Months > maxMonths:
		return bad("months", o.Months)
	case o.RowsTotal < 0:
		return bad("rows", o.RowsTotal)
	case o.TargetBytes < 0 || o.TargetBytes > maxTargetBytes:
		return bad("size", o.TargetBytes)
	case o.Signals && o.Months > 0 && o.Months < leastSignalMonths:
		return bad("months", o.Months)
	case o.FirstMonth < 0:
		return bad("first-month", o.FirstMonth)
	}
	if o.TargetBytes > 0 {
		o.RowsTotal = max(o.TargetBytes/bytesPerRow(o.Format), 1)
	}
	sized := o.RowsTotal > 0
	if !sized {
		o.RowsTotal = defaultRows
	}
	if o.Customers == 0 {
		o.Customers = defaultCustomers
		if sized {
			o.Customers = int(min(max(o.RowsTotal/2_000, minCustomers), 10*defaultCustomers))
		}
	}
	if o.Months == 0 {
		switch {
		case o.RowsTotal < 3_000:
			o.Months = 3
		case o.RowsTotal < 20_000:
			o.Months = 12
		default:
			o.Months = 24
		}
	}
	if o.FirstMonth == 0 {
		o.FirstMonth = period.NewMonth(2026, time.January) - period.Month(o.Months)
	}
	if o.Parallel <= 0 {
		o.Parallel = runtime.GOMAXPROCS(0)
	}
	if o.partBytes == 0 {
		o.partBytes = defaultPartBytes
	}
	return o, nil
}

// bytesPerRow is what a row of a format takes on average; measured.
func bytesPerRow(f Format) int64 {
	switch f {
	case FormatFocus:
		return 860
	case FormatCUR2:
		return 1_000
	case FormatCUR:
		return 830
	default:
		return 890
	}
}
