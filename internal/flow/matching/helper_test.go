package matching_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// books is a workspace with a matcher: real SQLite, real Parquet, a real engine.
type books struct {
	*measuringtest.Books
	*matching.Matcher
	t   testing.TB
	now time.Time
}

func empty(t testing.TB) *books {
	t.Helper()
	b := &books{Books: measuringtest.Empty(t), t: t, now: time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)}
	b.Matcher = &matching.Matcher{State: b.Measurer.State, Engine: b.Measurer.Engine, Lake: b.Measurer.Lake, Cache: filepath.Join(b.Dir, "cache"), Program: "test", Thresholds: identity.DefaultThresholds(),
		Currency: "USD", Policy: rate.PolicyAverage, Actor: "li", Now: b.tick}
	return b
}

// tick is a clock that moves a second each time it is looked at.
func (b *books) tick() time.Time {
	b.now = b.now.Add(time.Second)
	return b.now
}

func (b *books) run(in matching.RunInput) matching.RunResult {
	b.t.Helper()
	r, err := b.Matcher.Run(context.Background(), in)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

func (b *books) queue() []matching.Question {
	b.t.Helper()
	q, err := b.Matcher.Queue(context.Background(), matching.QueueInput{Unknown: true})
	if err != nil {
		b.t.Fatal(err)
	}
	return q.Questions
}

// asked is the queue as it is kept.
func (b *books) asked() string {
	b.t.Helper()
	text, err := json.MarshalIndent(b.queue(), "", " ")
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}

// owner is whose an account is.
func (b *books) owner(account string) customer.ID {
	b.t.Helper()
	book, err := b.State.CustomerBook(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	id, _ := book.Owner(customer.AccountParty(account), time.Date(2025, 1, 15, 0, 0, 0, 0, time.UTC))
	return id
}

func (b *books) accept(in matching.AcceptInput) matching.Answer {
	b.t.Helper()
	a, err := b.Matcher.Accept(context.Background(), in)
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

func (b *books) reject(in matching.RejectInput) matching.Answer {
	b.t.Helper()
	a, err := b.Matcher.Reject(context.Background(), in)
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

const billHeader = "BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd," +
	"ChargeCategory,ChargeDescription,ServiceName,ServiceCategory,RegionId,SubAccountId,SubAccountName," +
	"EffectiveCost,BilledCost,ListCost,ContractedCost,ProviderName,PublisherName,InvoiceIssuerName,Tags\n"

// charge is what an account cost in a month; tags is a JSON map or nothing.
func charge(account, name, month, cost, tags string) string {
	start, err := time.Parse("2006-01", month)
	if err != nil {
		panic(err)
	}
	from, until := start.Format(time.RFC3339), start.AddDate(0, 1, 0).Format(time.RFC3339)
	return strings.Join([]string{"900000000000", "Payer", "USD", from, until, from, until, "Usage", "use", "Amazon EC2", "Compute", "us-east-1",
		account, name, cost, cost, cost, cost, "AWS", "AWS", "AWS", `"` + strings.ReplaceAll(tags, `"`, `""`) + `"`}, ",")
}

// bill imports charges.
func (b *books) bill(rows ...string) {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), "bill.csv")
	if err := os.WriteFile(path, []byte(billHeader+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.Importer.Bill(context.Background(), importing.BillInput{Paths: []string{path}, Side: batch.SideCost,
		MaxRejectShare: importing.DefaultMaxRejectShare}); err != nil {
		b.t.Fatal(err)
	}
}

// rosterOf imports customers by id and name.
func (b *books) rosterOf(pairs ...string) {
	b.t.Helper()
	text := "customer_id,name\n"
	for i := 0; i < len(pairs); i += 2 {
		text += pairs[i] + "," + pairs[i+1] + "\n"
	}
	b.Customers(text)
}

// log is every decision that stands, as verb, party and customer.
func (b *books) log() []string {
	b.t.Helper()
	entries, err := b.Matcher.History(context.Background(), matching.HistoryInput{})
	if err != nil {
		b.t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		to := e.Customer
		if e.New != nil {
			to = e.New.ID
		}
		if !e.Undone && e.Stale == nil {
			out = append(out, fmt.Sprintf("%s %s %s", e.Verb, e.Decision.Party, to))
		}
	}
	slices.Sort(out)
	return out
}

const lineHeader = "invoice_number,issue_date,customer_name,customer_tax_id,customer_email,currency,net\n"
