package roster

import (
	"io"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/attribution"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Layouts of shares. A newer file replaces the older one of its layout.
const (
	SharesList        = "list"        // what the user wrote
	SharesAllocations = "allocations" // AWS revenue attribution
)

// Findings about shares.
const (
	ShareRest     = "attribution.rest"     // a subject is not shared out
	ShareInactive = "attribution.inactive" // allocations that do not hold
)

// Shares is what a file of shares says, in file order. Nothing is rejected: a
// share that is left out would give another one too much.
type Shares struct {
	Layout   string
	Shares   []attribution.Share
	Findings []batch.Finding
}

// ReadShares reads a CSV with the columns subject_kind, subject, target_kind,
// target, share, from, until, reason, note, id; the same as YAML (a list under
// shares) where path ends in .yaml or .yml; or AWS revenue attribution
// allocations, as CSV or JSON, told by what stands in them. A blank reason is
// other.
//
// Faults: roster.empty, roster.too_large, roster.column_*, roster.yaml,
// attribution.share_malformed, attribution.month, attribution.allocations_json,
// attribution.account_digits, attribution.not_month_aligned, attribution.status,
// and those of attribution.Share.Validate.
func ReadShares(r io.Reader, path string) (Shares, error) {
	text, err := readAll(r, path)
	if err != nil {
		return Shares{}, err
	}
	s := Shares{Layout: SharesList}
	switch {
	case isYAML(path):
		err = yamlList(text, path, "shares", shareColumns(), s.row)
	case isJSON(text):
		s.Layout = SharesAllocations
		err = s.allocations(text, path)
	default:
		err = s.csv(text, path)
	}
	if err != nil {
		return Shares{}, err
	}
	if len(s.Shares) == 0 {
		return Shares{}, fault.New(fault.KindInvalid, "roster.empty").At(fault.Place{File: path})
	}
	s.Findings = append(s.Findings, restOf(s.Shares, path)...)
	return s, nil
}

func shareColumns() []string {
	return []string{"subject_kind", "subject", "target_kind", "target", "share", "from", "until", "reason", "note", "id"}
}

func (s *Shares) csv(text []byte, path string) error {
	header, err := headerOf(text, path)
	if err != nil {
		return err
	}
	if slices.Contains(header, allocationAccount) {
		s.Layout = SharesAllocations
		// What a program writes may have columns that nobody here knows.
		return readTable(text, path, header, []string{allocationAccount, allocationShare, allocationFrom}, func(r row) error {
			return s.allocation(listRow{r.number, r.get, r.place})
		})
	}
	return readTable(text, path, shareColumns(), []string{"subject_kind", "subject", "target_kind", "target", "share"}, func(r row) error {
		return s.row(listRow{r.number, r.get, r.place})
	})
}

// row reads one share as people write it.
func (s *Shares) row(r listRow) error {
	share := attribution.Share{Row: r.number, Note: r.get("note"), ID: r.get("id"),
		Subject: attribution.Subject{Kind: attribution.SubjectKind(strings.ToLower(r.get("subject_kind"))), Value: r.get("subject")},
		To:      attribution.Target{Kind: attribution.TargetKind(strings.ToLower(r.get("target_kind"))), Value: r.get("target")},
		Reason:  attribution.Reason(strings.ToLower(r.get("reason")))}
	if share.Subject.Kind == "engagement" { // lines know engagements as projects
		share.Subject.Kind = attribution.SubjectProject
	}
	if share.Reason == "" {
		share.Reason = attribution.ReasonOther
	}
	var err error
	if share.Share, err = parseShare(r.get("share")); err != nil {
		return fault.New(fault.KindInvalid, "attribution.share_malformed").With("value", r.get("share")).At(r.place("share")).Because(err)
	}
	if share.From, share.Until, err = r.months(); err != nil {
		return err
	}
	return s.add(share, r)
}

func (s *Shares) add(share attribution.Share, r listRow) error {
	if err := share.Validate(); err != nil {
		return at(err, r.place(""))
	}
	s.Shares = append(s.Shares, share)
	return nil
}

// at gives a fault its place.
func at(err error, place fault.Place) error {
	if f, ok := fault.As(err); ok {
		return f.At(place)
	}
	return err
}

// months reads the columns from and until, or month for a single one.
func (r listRow) months() (from, until period.Month, err error) {
	if only := r.get("month"); only != "" {
		from, err = r.month("month")
		return from, from + 1, err
	}
	if from, err = r.month("from"); err == nil {
		until, err = r.month("until")
	}
	return from, until, err
}

func (r listRow) month(column string) (period.Month, error) {
	text := r.get(column)
	if text == "" {
		return 0, nil
	}
	m, err := period.ParseMonth(text)
	if err != nil {
		return 0, fault.New(fault.KindInvalid, "attribution.month").With("value", text).At(r.place(column)).Because(err)
	}
	return m, nil
}

// restOf finds subjects of which customers or clouds have less than the whole.
func restOf(shares []attribution.Share, path string) []batch.Finding {
	ledger := attribution.NewLedger(shares)
	var found findings
	seen := map[attribution.Subject]bool{}
	for _, s := range shares {
		if of := s.Subject.Normal(); s.To.Kind != attribution.TargetPartner && !seen[of] {
			parts, _ := ledger.Split(s.To.Kind, s.From, s.Subject)
			if len(parts) > 0 && parts[len(parts)-1].IsRest() {
				seen[of] = true
				found.add(ShareRest, batch.SeverityInfo, "share", s.Subject.Value+": "+parts[len(parts)-1].Share.Mul(money.NewInt(100)).String()+" %", path)
			}
		}
	}
	return found
}

// Influenced is what a file of accounts says that customers pay themselves.
type Influenced struct {
	Accounts []attribution.Influence
}

// ReadInfluenced reads a CSV with the columns account, customer, provider,
// month or from and until, amount, currency, basis, note; or the same as YAML (a
// list under accounts). A row without amount declares the account only; one
// with an amount says what it costs in each of its months.
//
// Faults: as ReadShares, attribution.estimate_currency, and those of
// attribution.Influence.Validate.
func ReadInfluenced(r io.Reader, path string) (Influenced, error) {
	text, err := readAll(r, path)
	if err != nil {
		return Influenced{}, err
	}
	var out Influenced
	columns := []string{"account", "customer", "provider", "month", "from", "until", "amount", "currency", "basis", "note"}
	if isYAML(path) {
		err = yamlList(text, path, "accounts", columns, out.row)
	} else {
		err = readTable(text, path, columns, []string{"account"}, func(r row) error { return out.row(listRow{r.number, r.get, r.place}) })
	}
	if err == nil && len(out.Accounts) == 0 {
		err = fault.New(fault.KindInvalid, "roster.empty").At(fault.Place{File: path})
	}
	return out, err
}

func (s *Influenced) row(r listRow) error {
	i := attribution.Influence{Account: r.get("account"), Customer: customer.ID(r.get("customer")), Provider: r.get("provider"),
		Basis: attribution.EstimateBasis(strings.ToLower(r.get("basis"))), Note: r.get("note"), Row: r.number}
	var err error
	if i.From, i.Until, err = r.months(); err != nil {
		return err
	}
	amount, currency := r.get("amount"), r.get("currency")
	if (amount == "") != (currency == "") {
		return fault.New(fault.KindInvalid, "attribution.estimate_currency").At(r.place("currency"))
	}
	if amount != "" {
		if i.Amount, err = money.ParseDecimal(amount); err != nil {
			return at(err, r.place("amount"))
		}
		if i.Currency, err = money.ParseCurrency(currency); err != nil {
			return at(err, r.place("currency"))
		}
		if i.Basis == "" {
			i.Basis = attribution.BasisOther
		}
	}
	if isScientific(i.Account) {
		return fault.New(fault.KindInvalid, "roster.account_scientific").With("value", i.Account).At(r.place("account"))
	}
	if err := i.Validate(); err != nil {
		return at(err, r.place(""))
	}
	s.Accounts = append(s.Accounts, i)
	return nil
}
