package matching_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/state"
)

// everything is what a run has left, and what it said, in words that do not depend
// on when it was.
func everything(t *testing.T, b *books, r matching.RunResult) string {
	t.Helper()
	q := b.queue()
	slices.SortFunc(q, func(x, y matching.Question) int { return cmp.Compare(x.ID, y.ID) })
	asked, err := json.MarshalIndent(q, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	var shares []string
	for _, s := range slices.Concat(r.Before, r.After) {
		for _, stake := range []multiplier.Stake{s.Matched, s.Total} {
			shares = append(shares, fmt.Sprint(s.Side, stake.Amount))
			for _, u := range stake.Unconverted {
				if !u.Decimal.IsZero() {
					shares = append(shares, fmt.Sprint(s.Side, u))
				}
			}
		}
	}
	var did []string
	for _, l := range slices.Concat(r.Linked, r.Created) {
		did = append(did, fmt.Sprint(l.Party.ID, l.Customer, l.Name, l.Stake))
	}
	return fmt.Sprintf("%s\n%s\n%s\n%s\naccounts %d books %d matched %d questions %d unknown %d", asked, strings.Join(b.log(), "\n"),
		strings.Join(shares, "\n"), strings.Join(did, "\n"), r.Accounts, r.Books, r.Matched, r.Questions, r.Unknown)
}

// beside is the same workspace once more: its state as it is now, the same lake, and
// nothing that an earlier run has left.
func (b *books) beside(t *testing.T) *books {
	t.Helper()
	dir := t.TempDir()
	for _, end := range []string{"", "-wal"} {
		body, err := os.ReadFile(filepath.Join(b.Dir, "state.db"+end))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "state.db"+end), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := state.Open(context.Background(), filepath.Join(dir, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	other := *b.Matcher
	other.State, other.Cache = db, ""
	return &books{Books: b.Books, Matcher: &other, t: t, now: b.now}
}

// hand draws what happens to a workspace.
type hand struct {
	*rand.Rand
	b       *books
	t       *testing.T
	invoice int
	named   []string // on invoices, by their name alone
}

func (h *hand) pick(list ...string) string { return list[h.IntN(len(list))] }

// firm is one of a few dozen names, several of them near each other.
func (h *hand) firm() string {
	brand := h.pick("Halden", "Haldan", "Corvane", "Gamma", "Nettlegate", "Brightwell", "Ostrava", "云帆", "Tallow")
	trade := h.pick("Optics", "Robotics", "Optics Labs", "Foods", "")
	return strings.TrimSpace(brand + " " + trade + " " + h.pick("Ltd", "GmbH", "Limited", "", "Inc."))
}

func (h *hand) month() string { return fmt.Sprintf("2025-%02d", 1+h.IntN(9)) }

func (h *hand) bill() {
	payer := fmt.Sprint(90000000000, h.IntN(2))
	month := h.month()
	var rows []string
	for range 1 + h.IntN(5) {
		account := fmt.Sprintf("%012d", 100000000000+h.IntN(14))
		name := h.pick("", account, strings.ToLower(strings.Fields(h.firm())[0])+"-prod", h.firm())
		tags := h.pick("", "", `{"customer":"`+h.firm()+`"}`, `{"env":"prod"}`)
		row := charge(account, name, month, fmt.Sprint(1+h.IntN(500)), tags)
		rows = append(rows, payer+strings.TrimPrefix(row, "900000000000"))
	}
	h.b.bill(rows...)
}

// lasting imports months of cost of an account, and of invoices, that move alike.
func (h *hand) lasting() {
	account := fmt.Sprintf("%012d", 100000000000+h.IntN(14))
	for month := range 7 {
		row := charge(account, "", fmt.Sprintf("2025-%02d", 1+month), fmt.Sprint(10+month*month*7+h.IntN(3)), "")
		h.b.bill(fmt.Sprint("9", h.IntN(1000)+1000, "0000000") + strings.TrimPrefix(row, "900000000000"))
	}
}

func (h *hand) services() {
	text := lineHeader
	for range 1 + h.IntN(5) {
		h.invoice++
		tax := h.pick("", "", "", "GB438036200", "GB999999973", "DE136695976")
		mail := h.pick("", "", "ap@halden.example", "billing@corvane.example", "office@tallow.example")
		firm := h.firm()
		if tax+mail == "" {
			h.named = append(h.named, firm)
		}
		text += fmt.Sprintf("I-%d,%s-10,%s,%s,%s,USD,%d\n", h.invoice, h.month(), firm, tax, mail, 10+h.IntN(900))
	}
	h.b.ServicesOf(h.pick("one", "two", "three"), text)
}

// pipeline imports opportunities, or says of some that are there what has become of them.
func (h *hand) pipeline() {
	text := dealHeader
	for range 1 + h.IntN(4) {
		site := h.pick("", "", "halden.example", "corvane.example")
		account := h.pick("", "", "", fmt.Sprintf("%012d", 100000000000+h.IntN(14)))
		duns := h.pick("", "", "123456789")
		firm := h.firm()
		if len(h.named) > 0 && h.IntN(2) == 0 {
			firm, account = h.named[h.IntN(len(h.named))], ""
		}
		text += fmt.Sprintf("D%d,%s,%s,%s,%s,prospect,%s-01\n", h.IntN(20), firm, site, account, duns, h.month())
	}
	h.b.Pipeline(text)
}

func (h *hand) roster() {
	text := "customer_id,name,kind,value\n"
	identifiers := []string{",", "domain,halden.example", "duns,123456789", "account,100000000003", "tax_id,GB438036200", "account,100000000007", ",", ","}
	for n, at := range h.Perm(len(identifiers)) {
		text += fmt.Sprintf("k%d,%s,%s\n", n, h.firm(), identifiers[at])
	}
	h.b.Customers(text)
}

func (h *hand) undo() {
	all, err := h.b.State.Batches(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(b batch.Batch) bool { return b.Status != batch.StatusLive })
	if len(all) > 0 {
		if err := h.b.State.UndoBatch(context.Background(), all[h.IntN(len(all))].ID); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *hand) answer() {
	q := h.b.queue()
	if len(q) == 0 {
		return
	}
	one := q[h.IntN(len(q))]
	ctx, name := context.Background(), string(one.ID)
	switch h.IntN(3) {
	case 0:
		_, _ = h.b.Matcher.Reject(ctx, matching.RejectInput{Question: name}) // refused where there is no candidate
	case 1:
		_, _ = h.b.Matcher.Accept(ctx, matching.AcceptInput{Question: name})
	default:
		_, _ = h.b.Matcher.Undo(ctx, "", "")
	}
}

func TestARunThatGoesOnDecidesWhatARunOfEverybodyDoes(t *testing.T) {
	gone, beside := 0, 0 // runs that have gone on, and of them those beside opportunities
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			b := empty(t)
			h := &hand{Rand: rand.New(rand.NewPCG(seed, 7)), b: b, t: t}
			h.roster()
			if seed%2 == 1 {
				h.pipeline()
			}
			for step := range 14 {
				for range 1 + h.IntN(2) {
					switch n := h.IntN(20); {
					case n < 7:
						h.bill()
					case n < 14:
						h.services()
					case n < 15:
						h.lasting()
					case n < 17:
						h.undo()
					case n < 18:
						h.roster()
					case n < 19:
						h.pipeline()
					default:
						h.answer()
					}
				}
				full := b.beside(t)
				want := everything(t, full, full.run(matching.RunInput{All: true}))
				r := b.run(matching.RunInput{})
				if diff := gocmp.Diff(strings.Split(want, "\n"), strings.Split(everything(t, b, r), "\n")); diff != "" {
					t.Fatalf("step %d, compared %d of %d (-everybody +going on):\n%s", step, r.Compared, r.Accounts+r.Books-r.Matched, diff)
				}
				if r.Again {
					gone++
					deals, err := b.State.LiveBatches(context.Background(), batch.KindPipeline)
					if err != nil {
						t.Fatal(err)
					}
					beside += min(len(deals), 1)
				}
			}
		})
	}
	if gone < 20 || beside < 10 {
		t.Errorf("only %d runs have gone on from the one before, %d beside opportunities", gone, beside)
	}
}

func TestAFileThatIsNotWholeOrNotOfThisBuildIsNotGoneOnFrom(t *testing.T) {
	b := empty(t)
	b.rosterOf("b", "Beta Biotech GmbH")
	b.bill(charge("222222222222", "beta-prod", january, "40", ""))
	for _, spoil := range []func(path string) error{
		os.Remove,
		func(path string) error { return os.Truncate(path, 40) },
		func(path string) error {
			body, err := os.ReadFile(path)
			if err == nil {
				body[len(body)/2] ^= 1
				err = os.WriteFile(path, body, 0o600)
			}
			return err
		},
		func(string) error { b.Program += "+"; return nil },
	} {
		b.run(matching.RunInput{})
		if r := b.run(matching.RunInput{}); !r.Again || r.Compared != 0 {
			t.Fatalf("whole: %+v", r)
		}
		if err := spoil(filepath.Join(b.Cache, "matching")); err != nil {
			t.Fatal(err)
		}
		if r := b.run(matching.RunInput{}); r.Again || r.Compared != 1 {
			t.Errorf("spoilt: %+v", r)
		}
	}
}
