// Package measuringtest makes a small partner's books whose every figure can be
// worked out by hand, and imports them through the front door into real SQLite,
// real Parquet and a real engine. It is for tests only.
package measuringtest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/engine/duckdb"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Books is a workspace with the sample books in it.
type Books struct {
	Measurer *measuring.Measurer
	Importer *importing.Importer
	Dir      string
	t        testing.TB
}

// Empty is a workspace without any books.
func Empty(t testing.TB) *Books {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	db, err := state.Open(ctx, filepath.Join(dir, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	engine, err := duckdb.Open(ctx, duckdb.Options{TempDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	lake := filepath.Join(dir, "lake")
	return &Books{t: t, Dir: dir,
		Measurer: &measuring.Measurer{State: db, Engine: engine, Lake: lake, Definitions: filepath.Join(dir, "definitions"), Payers: func() []string { return nil }},
		Importer: &importing.Importer{State: db, Engine: engine, Lake: lake, RejectDir: filepath.Join(dir, "rejects"), MappingDir: filepath.Join(dir, "mappings"), Now: time.Now}}
}

// Sample is a workspace with the sample books:
//
//	customer a: account 111111111111, resold; b: account 222222222222, its own
//	payer; c: no cloud; 333333333333 is nobody's. Payer of the partner:
//	900000000000. Report currency USD; 1 CNY = 0.14 USD on
//	average in January 2025.
func Sample(t testing.TB) *Books {
	t.Helper()
	b := Empty(t)
	b.Measurer.Payers = func() []string { return []string{"900000000000"} }
	b.Customers(`customer_id,name,segment,industry,country,internal,kind,value,from,until
a,Acme Ltd,Mid,Retail,US,,account,111111111111,,
a,Acme Ltd,Mid,Retail,US,,tax_id,TAX-A,,
b,Beta Inc,Large,Banking,US,,account,222222222222,,
c,Gamma GmbH,,,DE,,name,Gamma,,
`)
	b.Categories(`id,field,equals,contains,pattern,nature,category,share
zone,item_code,LZ,,,service,design,0.3
zone,item_code,LZ,,,service,build,0.7
care,description,,managed,,service,manage,1
box,description,,firewall,,hardware,,
`)
	b.Rates("date,from,to,rate\n2025-01-02,CNY,USD,0.13\n2025-01-31,CNY,USD,0.15\n2025-02-03,CNY,USD,0.2\n")
	b.Bill(batch.SideCost,
		Charge("900000000000", "111111111111", "2025-01", "Usage", "Amazon EC2", "us-east-1", "100", "90"),
		Charge("900000000000", "111111111111", "2025-01", "Usage", "Amazon S3", "eu-west-1", "50", "50"),
		Charge("900000000000", "111111111111", "2025-01", "Credit", "Amazon EC2", "us-east-1", "-20", "-20"),
		Charge("900000000000", "111111111111", "2025-01", "Tax", "Amazon EC2", "us-east-1", "9", "9"),
		Charge("900000000000", "111111111111", "2025-02", "Usage", "Amazon EC2", "us-east-1", "60.000000000000000001", "60"),
		Charge("222222222222", "222222222222", "2025-01", "Usage", "Amazon EC2", "us-east-1", "200", "200"),
		Charge("900000000000", "333333333333", "2025-01", "Usage", "Amazon EC2", "us-east-1", "40", "40"))
	b.Services(`invoice_number,issue_date,customer_name,customer_tax_id,item_code,description,currency,net,service_from,service_until,category
I-1,2025-01-10,ACME LIMITED,TAX-A,LZ,Landing zone,USD,300,,,
I-2,2025-01-15,Acme,,CARE,Managed operations,USD,59,2025-01-01,2025-03-01,
I-3,2025-01-20,Beta Inc.,,CARE,managed operations,CNY,700,,,
I-4,2025-01-20,Gamma,,W,Workshop,USD,25,,,advise
I-5,2025-01-21,Acme,,HW,A firewall,USD,80,,,
I-6,2025-01-22,Acme,,X,Something else,USD,10,,,
I-7,2025-01-23,Who Knows,,LZ,Landing zone,USD,5,,,
I-8,2025-01-24,Beta Inc.,,LZ,Landing zone,JPY,1000,,,
`)
	return b
}

// Charge writes a FOCUS row: a payer, an account, a month and what it cost.
func Charge(payer, account, month, category, service, region, effective, billed string) string {
	start, err := time.Parse("2006-01", month)
	if err != nil {
		panic(err)
	}
	family := "Compute"
	if strings.Contains(service, "S3") {
		family = "Storage"
	}
	from, until := start.Format("2006-01-02T15:04:05Z"), start.AddDate(0, 1, 0).Format("2006-01-02T15:04:05Z")
	return strings.Join([]string{payer, "Payer", "USD", from, until, from, until, category, service + " use", service, family,
		region, account, "Account " + account, effective, billed, effective, effective, "AWS", "AWS", "AWS"}, ",")
}

const focusHeader = "BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd," +
	"ChargeCategory,ChargeDescription,ServiceName,ServiceCategory,RegionId,SubAccountId,SubAccountName," +
	"EffectiveCost,BilledCost,ListCost,ContractedCost,ProviderName,PublisherName,InvoiceIssuerName\n"

// FocusHeader is the header of the rows that Charge writes.
func FocusHeader() string { return focusHeader }

// ChargeOn writes a FOCUS row of one day.
func ChargeOn(payer, account, day, effective string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
	stamp := func(t time.Time) string { return t.Format("2006-01-02T15:04:05Z") }
	return strings.Join([]string{payer, "Payer", "USD", stamp(month), stamp(month.AddDate(0, 1, 0)), stamp(at), stamp(at.AddDate(0, 0, 1)), "Usage",
		"Use", "Amazon EC2", "Compute", "us-east-1", account, "Account " + account, effective, effective, effective, effective, "AWS", "AWS", "AWS"}, ",")
}

// Bill imports charges as one FOCUS file.
func (b *Books) Bill(side batch.Side, rows ...string) batch.Batch {
	b.t.Helper()
	r, err := b.Importer.Bill(asOwner(), importing.BillInput{Paths: []string{b.file("bill.csv", focusHeader+strings.Join(rows, "\n")+"\n")}, Side: side,
		MaxRejectShare: importing.DefaultMaxRejectShare, Source: map[bool]string{true: "proforma"}[side == batch.SidePrice]})
	if err != nil {
		b.t.Fatal(err)
	}
	return r.Batch
}

// Services imports a book in the plain layout; a later one replaces its months.
func (b *Books) Services(text string) batch.Batch { return b.ServicesOf("", text) }

// ServicesOf imports a book of another source beside it.
func (b *Books) ServicesOf(source, text string) batch.Batch {
	b.t.Helper()
	r, err := b.Importer.Services(asOwner(), importing.ServicesInput{Paths: []string{b.file("services.csv", text)}, Source: source,
		MaxRejectShare: importing.DefaultMaxRejectShare})
	if err != nil {
		b.t.Fatal(err)
	}
	return r.Batch
}

// Customers imports customers.
func (b *Books) Customers(text string) {
	b.t.Helper()
	if _, err := b.Importer.Customers(asOwner(), importing.RosterInput{Paths: []string{b.file("customers.csv", text)}, Strict: true}); err != nil {
		b.t.Fatal(err)
	}
}

// Categories imports category rules.
func (b *Books) Categories(text string) {
	b.t.Helper()
	if _, err := b.Importer.Categories(asOwner(), importing.RosterInput{Paths: []string{b.file("categories.csv", text)}, Strict: true}); err != nil {
		b.t.Fatal(err)
	}
}

// Rates imports exchange rates.
func (b *Books) Rates(text string) {
	b.t.Helper()
	if _, err := b.Importer.Rates(asOwner(), importing.RatesInput{Paths: []string{b.file("rates.csv", text)}, Strict: true}); err != nil {
		b.t.Fatal(err)
	}
}

// Shares imports shares.
func (b *Books) Shares(text string) {
	b.t.Helper()
	if _, err := b.Importer.Shares(asOwner(), importing.RosterInput{Paths: []string{b.file("shares.csv", text)}, Strict: true}); err != nil {
		b.t.Fatal(err)
	}
}

// Influenced imports accounts that customers pay themselves.
func (b *Books) Influenced(text string) {
	b.t.Helper()
	if _, err := b.Importer.Influenced(asOwner(), importing.RosterInput{Paths: []string{b.file("accounts.csv", text)}, Strict: true}); err != nil {
		b.t.Fatal(err)
	}
}

// Pipeline imports opportunities in the plain layout; a later list replaces it.
func (b *Books) Pipeline(text string) {
	b.t.Helper()
	if _, err := b.Importer.Pipeline(asOwner(), importing.PipelineInput{Paths: []string{b.file("pipeline.csv", text)}, Strict: true}); err != nil {
		b.t.Fatal(err)
	}
}

// Deals is a pipeline for the sample books.
const Deals = `id,customer_name,stage,close_date,modified,spend,spend_currency,deal,deal_currency,deal_months,status,title
D1,Acme,committed,2025-03-10,2025-01-15,100,USD,7200,USD,36,,Zone
D2,Beta Inc.,qualified,2025-04-02,2025-01-20,700,CNY,1400,CNY,1,,Care
D3,Who Knows,prospect,,2025-01-20,10,USD,12,USD,12,,
D4,Acme,prospect,2025-05-01,2025-01-20,50,USD,,,,,
D5,Acme,prospect,2025-05-01,2025-01-20,,,120,USD,12,,
D6,Acme,launched,2025-01-05,2025-01-20,500,USD,500,USD,1,,
D7,Acme,closed_lost,2025-01-05,2025-01-20,500,USD,500,USD,1,,
D8,Acme,Won,2025-01-05,2025-01-20,7,USD,7,USD,1,,
D9,Acme,prospect,2025-05-01,2025-01-20,,,,,,,
D10,Gamma,prospect,2025-12-01,2025-01-20,1000,JPY,500,JPY,1,,
D11,Acme,prospect,2025-05-01,2025-01-20,8,USD,8,USD,1,Rejected,
D12,Acme,prospect,2025-05-01,2025-01-20,8,USD,8,USD,,,
`

// Define writes a definition of the workspace's own.
func (b *Books) Define(text string) {
	b.t.Helper()
	if err := os.MkdirAll(b.Measurer.Definitions, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.Measurer.Definitions, "own.yaml"), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// Decide adds decisions about customers.
func (b *Books) Decide(ds ...customer.Decision) {
	b.t.Helper()
	book, err := b.Measurer.State.CustomerBook(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.Measurer.State.DecideCustomers(context.Background(), book.Last(), ds...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *Books) file(name, text string) string {
	b.t.Helper()
	dir, err := os.MkdirTemp(b.Dir, "in-")
	if err != nil {
		b.t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(fmt.Errorf("%s: %w", path, err))
	}
	return path
}

// asOwner is a context of who may do everything, also where jobs are guarded.
func asOwner() context.Context { return access.With(context.Background(), access.Local()) }
