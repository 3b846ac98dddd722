package measuring

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/engine"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Facts are what the books say about a question, with the way back to them.
type Facts struct {
	Cloud    []CloudGroup
	Services []ServiceGroup
	Queries  []Ran

	question    Question
	book        *customer.Book
	scope       scope
	index       *customer.Index
	live        []state.LiveSlice // of bills, of all time
	firstCharge map[customer.ID]period.Month
	rates       *rates
	table       *rate.Table // of the currencies met and the report's
	accounts    accounts
	attributed  attributed
	billed      map[billed]bool
	deals       []Deal
	pipeline    bool // one is imported, whoever may see it
	unvalued    int  // declared accounts that nobody knows the cost of
	tops        map[member]customer.ID
	words       map[string]string // of clouds, each once in memory
	files       files
}

// files are the relations of the lake that a question reads.
type files struct {
	cost, price   engine.Relation // charge_month within the period
	outside       engine.Relation // charge_month of all other months, both sides
	lines, months engine.Relation // service_line, service_month
	turning       engine.Relation // turning_month
	marked        engine.Relation // marked_line
	sold          engine.Relation // marked_charge
}

// chargeMonth is the part of charge_month that questions use; a workspace
// without bills has a table of just these columns.
func chargeMonth() []engine.Column {
	return []engine.Column{
		{Name: "month", Type: engine.TypeDate}, {Name: "provider_name", Type: engine.TypeText},
		{Name: "billing_account_id", Type: engine.TypeText}, {Name: "sub_account_id", Type: engine.TypeText},
		{Name: "service_name", Type: engine.TypeText}, {Name: "service_category", Type: engine.TypeText}, {Name: "region_id", Type: engine.TypeText},
		{Name: "charge_category", Type: engine.TypeText}, {Name: "marketplace", Type: engine.TypeBool},
		{Name: "support", Type: engine.TypeBool}, {Name: "billing_currency", Type: engine.TypeText},
		{Name: "billed_cost", Type: engine.TypeDecimal}, {Name: "effective_cost", Type: engine.TypeDecimal},
		{Name: "list_cost", Type: engine.TypeDecimal}, {Name: "batch_id", Type: engine.TypeText},
		{Name: "charge_file", Type: engine.TypeText}, {Name: "row_count", Type: engine.TypeInt},
	}
}

// Read reads the facts of a question that the asker may see. Fault:
// figure.unknown for a question of somebody who sees more.
func (m *Measurer) Read(ctx context.Context, q Question) (*Facts, error) {
	if err := m.permits(ctx, "", q); err != nil {
		return nil, err
	}
	var whole *Facts
	var err error
	if m.Keeps {
		whole, err = m.kept.facts(ctx, q.whole(), m.read)
	} else {
		whole, err = m.read(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	return whole.of(ctx, m, q)
}

// read reads what a question needs, of everybody.
func (m *Measurer) read(ctx context.Context, q Question) (*Facts, error) {
	f := &Facts{question: q, firstCharge: map[customer.ID]period.Month{}, billed: map[billed]bool{}, rates: &rates{}, words: map[string]string{}}
	var err error
	if f.book, err = m.State.CustomerBook(ctx); err != nil {
		return nil, err
	}
	f.index = f.book.Index()
	if err := f.findFiles(ctx, m); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context, *Measurer) error{f.readAttribution, f.readAccounts, f.readMarks, f.readSold, f.readBoth, f.readEstimates, f.readPipeline} {
		if err := step(ctx, m); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// readBoth reads cloud and services side by side: neither looks at the other.
func (f *Facts) readBoth(ctx context.Context, m *Measurer) error {
	services := *f
	services.Queries = nil
	var failed error
	var wait sync.WaitGroup
	wait.Go(func() { failed = services.readServices(ctx, m) })
	err := f.readCloud(ctx, m)
	wait.Wait()
	f.Services, f.files.turning, f.Queries = services.Services, services.files.turning, append(f.Queries, services.Queries...)
	if err == nil {
		err = failed
	}
	return err
}

// of gives the part of the facts that a question is about and its asker may see.
// The facts themselves stay as they are: others ask the same.
func (f *Facts) of(ctx context.Context, m *Measurer, q Question) (*Facts, error) {
	part := *f
	part.Queries = slices.Clip(f.Queries) // what is asked of the part is no business of the whole's
	part.question, part.scope, part.tops = q, newScope(f.book, q.Only), map[member]customer.ID{}
	if part.question.Period != f.question.Period {
		part.Cloud = slices.DeleteFunc(slices.Clone(f.Cloud), func(g CloudGroup) bool { return !q.Period.Contains(g.Month) })
		part.Services = slices.DeleteFunc(slices.Clone(f.Services), func(g ServiceGroup) bool { return !q.Period.Contains(g.Month) })
	}
	if !q.asksPipeline() {
		part.deals, part.pipeline = nil, false
	}
	part.unvalued = part.countUnvalued()
	var err error
	if part.table, err = part.rateTable(ctx, m); err != nil {
		return nil, err
	}
	part.limit()
	return &part, nil
}

// findFiles names the Parquet files that hold what counts now.
func (f *Facts) findFiles(ctx context.Context, m *Measurer) error {
	bills, err := m.State.LiveSlices(ctx, batch.KindBill)
	if err != nil {
		return err
	}
	books, err := m.State.LiveSlices(ctx, batch.KindServices)
	if err != nil {
		return err
	}
	relation := func(name string) engine.Relation { return engine.Relation{Name: name, Columns: chargeMonth()} }
	f.files = files{cost: relation("charge_cost"), price: relation("charge_price"), outside: relation("charge_outside"),
		lines: serviceLines(nil), months: engine.Relation{Name: "service_month"}}
	f.live = bills
	for _, s := range bills {
		path := filepath.Join(m.Lake, s.Slice.RollupPath)
		if !f.question.Period.Contains(s.Slice.BillingPeriod) {
			f.files.outside.Files = append(f.files.outside.Files, path)
			continue
		}
		if s.Side == batch.SidePrice {
			f.files.price.Files = append(f.files.price.Files, path)
		} else {
			f.files.cost.Files = append(f.files.cost.Files, path)
		}
	}
	f.files.lines.Files = lineFiles(m.Lake, books)
	for _, s := range books {
		f.files.months.Files = append(f.files.months.Files, filepath.Join(m.Lake, s.Slice.RollupPath))
	}
	return nil
}

// serviceLines is the lake's table of lines. Lines imported before there was an
// engagement type have none.
func serviceLines(files []string) engine.Relation {
	return engine.Relation{Name: "service_line", Files: files, Varied: true, Columns: []engine.Column{{Name: "engagement_type", Type: engine.TypeText}}}
}

// lineFiles names the files of the service lines.
func lineFiles(lake string, books []state.LiveSlice) []string {
	files := make([]string, len(books))
	for i, s := range books {
		files[i] = filepath.Join(lake, s.Slice.LinesPath())
	}
	return files
}

// each runs a query and remembers that it ran.
func (f *Facts) each(ctx context.Context, m *Measurer, q engine.Query, fn func(engine.Row) error) error {
	stats, err := m.Engine.Each(ctx, q, fn)
	f.Queries = append(f.Queries, Ran{Name: q.Name, SQL: q.SQL, Rows: stats.Rows, Elapsed: stats.Elapsed})
	return err
}

// rates are the tables that were read, by the currencies they are for.
type rates struct {
	mu     sync.Mutex
	tables map[string]*rate.Table
}

// rateTable takes the rates of every currency met and of the report's.
func (f *Facts) rateTable(ctx context.Context, m *Measurer) (*rate.Table, error) {
	met := map[money.Currency]bool{f.question.Currency: true}
	for _, g := range f.Cloud {
		met[g.Currency] = true
	}
	for _, g := range f.Services {
		met[g.Currency] = true
	}
	for _, d := range f.deals {
		for _, v := range d.values() {
			met[v.Amount.Currency] = true
		}
	}
	if len(met) < 2 {
		return rate.NewTable(nil), nil
	}
	key := fmt.Sprint(slices.Sorted(maps.Keys(met)))
	f.rates.mu.Lock()
	defer f.rates.mu.Unlock()
	if t, known := f.rates.tables[key]; known {
		return t, nil
	}
	read, err := m.State.RatesAmong(ctx, met)
	if err != nil {
		return nil, err
	}
	if f.rates.tables == nil {
		f.rates.tables = map[string]*rate.Table{}
	}
	f.rates.tables[key] = rate.NewTable(read)
	return f.rates.tables[key], nil
}

// Input gives core the question under one definition.
func (f *Facts) Input(d multiplier.Definition) multiplier.Input {
	in := multiplier.Input{Definition: d, Period: f.question.Period, Calendar: f.question.Calendar, By: f.question.By, Where: f.question.Where, Top: f.question.Top,
		Customers: map[customer.ID]customer.Customer{}, FirstCharge: f.firstCharge, Group: f.groupOf,
		Exchange: multiplier.NewExchange(f.table, f.question.Currency, f.question.Policy)}
	for _, c := range f.customers() {
		in.Customers[c.ID] = c
	}
	if in.Pipeline = f.pipeline; d.Origin == multiplier.OriginPipeline {
		in.Cloud, _, in.Services, _ = f.planned(d)
		return in
	}
	for _, g := range f.Cloud {
		in.Cloud = append(in.Cloud, g.Facts...)
	}
	for _, g := range f.Services {
		in.Services = append(in.Services, g.Facts...)
	}
	return in
}

// CloudGroupsOf gives, for every place in Input.Cloud, the place of its group in
// Cloud.
func (f *Facts) CloudGroupsOf() []int {
	var groups []int
	for i, g := range f.Cloud {
		for range g.Facts {
			groups = append(groups, i)
		}
	}
	return groups
}

// ServiceGroupsOf gives, for every place in Input.Services, the place of its
// group in Services.
func (f *Facts) ServiceGroupsOf() []int {
	var groups []int
	for i, g := range f.Services {
		for range g.Facts {
			groups = append(groups, i)
		}
	}
	return groups
}

// LineRelations are service_line, service_month, turning_month and marked_line.
func (f *Facts) LineRelations() []engine.Relation {
	return []engine.Relation{f.files.lines, f.files.months, f.files.turning, f.files.marked}
}

// Names gives the customers' names.
func (f *Facts) Names() map[customer.ID]string {
	names := make(map[customer.ID]string, len(f.book.Customers()))
	for _, c := range f.customers() {
		names[c.ID] = c.Name
	}
	return names
}
