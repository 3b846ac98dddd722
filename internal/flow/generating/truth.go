package generating

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// TruthFile is the name of the file with the answers, below Options.Out.
const TruthFile = "truth.json"

// Truth is what an importer and a measurement must arrive at, to the last
// decimal. Amounts are exact; nothing in it is rounded but Multiplier.Ratio.
type Truth struct {
	Seed       uint64            `json:"seed"`
	Period     string            `json:"period"`
	Payers     []TruthPayer      `json:"payers"`
	Bills      []TruthBill       `json:"bills"`
	Cloud      []TruthCloud      `json:"cloud"`
	Excluded   []TruthExcluded   `json:"cloud_excluded"`
	Accounts   []TruthAccount    `json:"accounts"`
	Parties    []TruthParty      `json:"parties"`
	Books      []TruthBook       `json:"books"`
	Services   []TruthService    `json:"services"`
	Natures    []TruthNature     `json:"services_excluded"`
	Multiplier []TruthMultiplier `json:"multipliers"`
	Planned    TruthPlanned      `json:"planned"`
	Planted    []TruthPlanted    `json:"planted,omitempty"`
	Signals    []TruthSignal     `json:"signals,omitempty"`
	// Resellers has the customers of each, by id.
	Resellers map[string][]string `json:"resellers,omitempty"`
}

// TruthPayer is an account that pays for others. Owner is the customer whose
// own it is; empty: the partner's, so that its accounts are resold.
type TruthPayer struct {
	Account  string         `json:"account"`
	Name     string         `json:"name"`
	Owner    string         `json:"owner"`
	Format   Format         `json:"format"`
	Currency money.Currency `json:"currency"`
	Folder   string         `json:"folder"`
}

// TruthBill is one payer's month: source rows, the charges they become, and
// the four costs of these.
type TruthBill struct {
	Payer      string         `json:"payer"`
	Format     Format         `json:"format"`
	Month      period.Month   `json:"month"`
	Currency   money.Currency `json:"currency"`
	Files      []string       `json:"files"`
	Rows       int64          `json:"rows"`
	Charges    int64          `json:"charges"`
	Billed     money.Decimal  `json:"billed"`
	Effective  money.Decimal  `json:"effective"`
	List       money.Decimal  `json:"list"`
	Contracted money.Decimal  `json:"contracted"`
}

// TruthAccount says whose an account really is from a day on, until another,
// customers that customers.csv does not list included. Its charges are whose it
// is when they begin.
type TruthAccount struct {
	Account  string `json:"account"`
	Name     string `json:"name"` // in the bills; empty where they have none
	Customer string `json:"customer"`
	Listed   bool   `json:"listed"` // the customer is in customers.csv
	From     string `json:"from"`   // such as 2025-04-16
	Until    string `json:"until"`  // exclusive
}

// TruthParty says who somebody whom invoices name really is.
type TruthParty struct {
	Book     string `json:"book"` // as in TruthBook
	Name     string `json:"name"`
	TaxID    string `json:"tax_id,omitempty"`
	Domain   string `json:"domain,omitempty"`
	Customer string `json:"customer"`
	Listed   bool   `json:"listed"`
}

// TruthCloud is what counts as cloud under the definition "standard", whatever
// the valuation: no tax, before credits, no marketplace, with support. Customer
// is empty for accounts that customers.csv does not know, but in noisy books,
// where it is who it really is; the partner's own use is there, marked, and does
// not count.
type TruthCloud struct {
	Customer  string         `json:"customer"`
	Internal  bool           `json:"internal,omitempty"`
	Month     period.Month   `json:"month"`
	Currency  money.Currency `json:"currency"`
	Effective money.Decimal  `json:"effective"`
	Billed    money.Decimal  `json:"billed"`
	List      money.Decimal  `json:"list"`
}

// TruthExcluded is what "standard" leaves out: credits, tax, marketplace. A
// credit or tax on marketplace software is credit or tax.
type TruthExcluded struct {
	Reason    string         `json:"reason"`
	Month     period.Month   `json:"month"`
	Currency  money.Currency `json:"currency"`
	Effective money.Decimal  `json:"effective"`
	Billed    money.Decimal  `json:"billed"`
	List      money.Decimal  `json:"list"`
}

// TruthBook is one invoice book: documents, lines and their sums per currency.
type TruthBook struct {
	Path      string         `json:"path"`
	Preset    string         `json:"preset"`
	Documents int            `json:"documents"`
	Lines     int            `json:"lines"`
	Currency  money.Currency `json:"currency"`
	Net       money.Decimal  `json:"net"`
	Tax       money.Decimal  `json:"tax"`
}

// TruthService is services revenue. Customer is empty where nobody matches,
// Category where no rule does. Months outside the period of the bills appear
// where a service period reaches them.
type TruthService struct {
	Customer string           `json:"customer"`
	Month    period.Month     `json:"month"`
	Basis    service.Basis    `json:"basis"`
	Category service.Category `json:"category"`
	Currency money.Currency   `json:"currency"`
	Net      money.Decimal    `json:"net"`
}

// TruthNature is what a rule keeps out of services revenue.
type TruthNature struct {
	Customer string         `json:"customer"`
	Month    period.Month   `json:"month"`
	Basis    service.Basis  `json:"basis"`
	Nature   service.Nature `json:"nature"`
	Currency money.Currency `json:"currency"`
	Net      money.Decimal  `json:"net"`
}

// TruthMultiplier is the multiplier of "standard" in US dollars over the whole
// period, at the mean of each month's published rates. Services and Cloud
// include what matches no customer; the parts say how much that is.
type TruthMultiplier struct {
	Definition     string                             `json:"definition"`
	Basis          service.Basis                      `json:"basis"`
	Currency       money.Currency                     `json:"currency"`
	Services       money.Decimal                      `json:"services"`
	Cloud          money.Decimal                      `json:"cloud"`
	Ratio          string                             `json:"ratio"`
	ByCategory     map[service.Category]money.Decimal `json:"by_category"`
	Uncategorised  money.Decimal                      `json:"uncategorised"`
	Unmatched      money.Decimal                      `json:"unmatched_services"`
	UnmatchedCloud money.Decimal                      `json:"unmatched_cloud"`
}

func writeTruth(root string, t Truth) error {
	content, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return err
	}
	return writeFile(root, TruthFile, append(content, '\n'))
}

// ledger sums amounts by key and gives them back in the order of the keys.
type ledger[K comparable] struct {
	sums map[K][]money.Decimal
}

func (l *ledger[K]) add(k K, amounts ...money.Decimal) {
	if l.sums == nil {
		l.sums = map[K][]money.Decimal{}
	}
	old := l.sums[k]
	if old == nil {
		old = make([]money.Decimal, len(amounts))
		l.sums[k] = old
	}
	for i, a := range amounts {
		old[i] = old[i].Add(a)
	}
}

func (l *ledger[K]) each(compare func(a, b K) int, f func(K, []money.Decimal)) {
	keys := make([]K, 0, len(l.sums))
	for k := range l.sums {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	for _, k := range keys {
		f(k, l.sums[k])
	}
}

// truthKey is what amounts are summed by. Not every ledger uses every field.
type truthKey struct {
	customer string
	internal bool
	month    period.Month
	basis    service.Basis
	label    string // category, nature or reason
	currency money.Currency
}

func compareKeys(a, b truthKey) int {
	return cmp.Or(cmp.Compare(a.customer, b.customer), cmp.Compare(a.month, b.month), cmp.Compare(a.basis, b.basis),
		cmp.Compare(a.label, b.label), cmp.Compare(a.currency, b.currency))
}
