package settings

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// definitions is the page of what a multiplier can mean.
type definitions struct {
	All     []definition
	MayEdit bool
	Months  string // that the figures are of
}

// definition is one of them in words.
type definition struct {
	ID, Name, Kind, Sentence, Text string
	Default                        bool
	Value                          string
	Link                           component.Link
	Gap                            string
	Services, Cloud                []component.Fact
	Copy, Change, Remove           string // addresses; empty where that cannot be
}

// Definitions answers GET /settings/definitions.
func (h *Handler) Definitions(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := h.Desk.Fresh(r.Context()); err != nil {
		return err
	}
	all, err := h.Desk.Measurer.Defined(r.Context())
	if err != nil {
		return err
	}
	a, err := h.Desk.Ask(r.Context(), answer.Input(v, period.Range{}))
	if err != nil {
		return err
	}
	out := definitions{MayEdit: v.May(access.RightSettle), Months: wording.Period(v, period.Range{})}
	for _, d := range all {
		if i := slices.IndexFunc(a.Figures, func(f multiplier.Result) bool { return f.Definition.Name == d.Name }); i >= 0 {
			out.All = append(out.All, newDefinition(v, d, a, i))
		}
	}
	return visit.Show(r.Context(), w, http.StatusOK, definitionsPage(v, out))
}

func newDefinition(v *visit.Visit, d measuring.Defined, a measuring.Result, i int) definition {
	out := definition{ID: d.Name, Name: d.String(), Kind: v.Text("web.definition.own", nil), Sentence: d.Note, Text: d.Text, Default: d.Name == multiplier.Standard().Name}
	if !d.IsOwn() {
		out.Kind, out.Sentence = v.Text("web.definition.shipped", nil), v.Text("web.definition.about."+d.Name, nil)
	}
	out.Services, out.Cloud = wording.Definition(v, d.Definition)
	out.Value, out.Link, out.Gap = figure(v, a, i)
	if v.May(access.RightSettle) {
		if d.Origin == multiplier.OriginBooks {
			out.Copy = "/settings/definitions/edit?from=" + url.QueryEscape(d.Name)
		}
		if d.IsOwn() {
			out.Change, out.Remove = "/settings/definitions/edit?name="+url.QueryEscape(d.Name), "/settings/definitions/"+url.PathEscape(d.Name)+"/remove"
		}
	}
	return out
}

// figure is the multiplier under one definition of an answer.
func figure(v *visit.Visit, a measuring.Result, i int) (value string, link component.Link, gap string) {
	f := a.Figures[i]
	if f.Gap != "" {
		return wording.Shown(v, report.Gap(), report.KindRatio), component.Link{}, v.Text("measure.gap."+string(f.Gap), i18n.Args{"definition": f.Definition.String()})
	}
	m, ok := f.Total.Multiplier()
	return wording.Shown(v, wording.Ratio(m, ok), report.KindRatio), wording.Figure(a, i, multiplier.TotalRef(), multiplier.CellMultiplier), ""
}

// drafting is the form of one definition, with what it would give.
type drafting struct {
	Title, Name, Note, Text string
	Version                 string
	Basis                   []choice
	Categories              []choice
	Scope, Valuation        []choice
	Flags                   []choice
	AsText                  bool // the text was changed, not the form
	Problem, Hint, Place    string
	Preview                 *component.Table
}

// EditDefinition answers GET /settings/definitions/edit: the form of a new
// definition, of a copy, of an own one, or of what the form or the text said
// before, and what the multiplier would be.
func (h *Handler) EditDefinition(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := h.Desk.Fresh(r.Context()); err != nil {
		return err
	}
	all, err := h.Desk.Measurer.Defined(r.Context())
	if err != nil {
		return err
	}
	d, text, err := draft(r.URL.Query(), all)
	if fault.KindOf(err) == fault.KindNotFound {
		return err
	}
	out := newDrafting(v, d, text)
	out.AsText = r.URL.Query().Has("yaml")
	if err != nil {
		if _, isFault := fault.As(err); !isFault {
			return err
		}
		out.Problem, out.Hint, out.Place = v.L.Fault(err)
		return visit.Show(r.Context(), w, http.StatusOK, draftPage(v, out))
	}
	in := answer.Input(v, period.Range{})
	in.Definitions = []string{multiplier.Standard().Name}
	if i := slices.IndexFunc(all, func(o measuring.Defined) bool { return o.Name == d.Name && o.IsOwn() }); i >= 0 && all[i].Version != d.Version {
		in.Definitions = append(in.Definitions, d.Name)
	}
	in.Drafts = []multiplier.Definition{d}
	a, err := h.Desk.Ask(r.Context(), in)
	if err != nil {
		return err
	}
	out.Preview = preview(v, a)
	return visit.Show(r.Context(), w, http.StatusOK, draftPage(v, out))
}

// SaveDefinition answers POST /settings/definitions.
func (h *Handler) SaveDefinition(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	if err := parseForm(r); err != nil {
		return err
	}
	all, err := h.Desk.Measurer.Defined(r.Context())
	if err != nil {
		return err
	}
	d, text, err := draft(r.PostForm, all)
	if err == nil {
		d, err = h.Desk.Measurer.Define(r.Context(), []byte(text))
	}
	if err = h.Did(r.Context(), r, ActionDefine, d.String(), err); err == nil {
		http.Redirect(w, r, "/settings/definitions#"+d.Name, http.StatusSeeOther)
	}
	return err
}

// RemoveDefinition answers POST /settings/definitions/{name}/remove.
func (h *Handler) RemoveDefinition(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	name := r.PathValue("name")
	err := h.Did(r.Context(), r, ActionUndefine, name, h.Desk.Measurer.Undefine(r.Context(), name))
	if err == nil {
		http.Redirect(w, r, "/settings/definitions", http.StatusSeeOther)
	}
	return err
}

// draft reads a definition out of an address or a form, with its text. What the
// form says gets the version that it has to have.
func draft(q url.Values, all []measuring.Defined) (d multiplier.Definition, text string, err error) {
	find := func(name string) (measuring.Defined, error) {
		i := slices.IndexFunc(all, func(o measuring.Defined) bool { return o.Name == name && o.Origin == multiplier.OriginBooks })
		if i < 0 {
			return measuring.Defined{}, fault.New(fault.KindNotFound, "definition.unknown").With("value", name).With("known", "")
		}
		return all[i], nil
	}
	switch {
	case q.Has("yaml"):
		text = q.Get("yaml")
		d, err = measuring.ParseDefinition("", []byte(text))
		return d, text, err
	case q.Has("form"):
		d = fromForm(q)
	case q.Get("name") != "":
		own, err := find(q.Get("name"))
		return own.Definition, own.Text, err
	default:
		from := multiplier.Standard().Name
		if q.Get("from") != "" {
			from = q.Get("from")
		}
		copied, err := find(from)
		if err != nil {
			return d, "", err
		}
		d = copied.Definition
		d.Name, d.Note = free(d.Name+"-own", all), ""
	}
	d.Version = measuring.NextVersion(all, d)
	formatted, err := measuring.FormatDefinition(d)
	if err == nil {
		err = d.Validate()
	}
	return d, string(formatted), err
}

// free is a name that nobody has yet.
func free(name string, all []measuring.Defined) string {
	for n, base := 2, name; slices.ContainsFunc(all, func(d measuring.Defined) bool { return d.Name == name }); n++ {
		name = base + "-" + strconv.Itoa(n)
	}
	return name
}

func fromForm(q url.Values) multiplier.Definition {
	d := multiplier.Standard()
	d.Name, d.Note = q.Get("name"), q.Get("note")
	d.Numerator = multiplier.Numerator{Basis: service.Basis(q.Get("basis")), Funding: q.Has("funding"), MarketplaceServices: q.Has("marketplace_services"), OwnSoftware: q.Has("own_software")}
	for _, c := range q["category"] {
		d.Numerator.Categories = append(d.Numerator.Categories, service.Category(c))
	}
	d.Denominator = multiplier.Denominator{Scope: multiplier.Scope(q.Get("scope")), Valuation: multiplier.Valuation(q.Get("valuation")),
		BeforeCredits: q.Has("before_credits"), Marketplace: q.Has("marketplace"), Support: q.Has("support"), InternalUse: q.Has("internal_use")}
	return d
}

func newDrafting(v *visit.Visit, d multiplier.Definition, text string) drafting {
	out := drafting{Title: v.Text("web.settings.definition.edit", i18n.Args{"name": d.Name}), Name: d.Name, Note: d.Note, Text: text, Version: strconv.Itoa(d.Version)}
	for _, b := range []service.Basis{service.BasisRecognised, service.BasisInvoiced} {
		out.Basis = append(out.Basis, choice{string(b), v.Text("multiplier.basis."+string(b), nil), b == d.Numerator.Basis})
	}
	for _, c := range service.Categories() {
		out.Categories = append(out.Categories, choice{string(c), wording.Part(v, multiplier.Part(c)), slices.Contains(d.Numerator.Categories, c)})
	}
	for _, s := range multiplier.Scopes() {
		out.Scope = append(out.Scope, choice{string(s), v.Text("multiplier.scope."+string(s), nil), s == d.Denominator.Scope})
	}
	for _, s := range multiplier.Valuations() {
		out.Valuation = append(out.Valuation, choice{string(s), v.Text("multiplier.valuation."+string(s), nil), s == d.Denominator.Valuation})
	}
	n, c := d.Numerator, d.Denominator
	for _, f := range []choice{{"funding", "", n.Funding}, {"marketplace_services", "", n.MarketplaceServices}, {"own_software", "", n.OwnSoftware},
		{"before_credits", "", c.BeforeCredits}, {"marketplace", "", c.Marketplace}, {"support", "", c.Support}, {"internal_use", "", c.InternalUse}} {
		f.Label = v.Text("multiplier.definition."+f.Value, nil)
		out.Flags = append(out.Flags, f)
	}
	return out
}

// preview is the draft beside the default, and beside what it replaces.
func preview(v *visit.Visit, a measuring.Result) *component.Table {
	none := int32(0)
	t := report.Table{ID: "preview", Title: v.Text("web.settings.definition.preview", nil), Columns: []report.Column{
		{Key: "definition", Label: v.Text("measure.column.definition", nil), Kind: report.KindText},
		{Key: "multiplier", Label: v.Text("measure.column.multiplier", nil), Kind: report.KindRatio},
		{Key: "cloud", Label: v.Text("measure.column.cloud", nil), Kind: report.KindMoney, Currency: v.Currency, Places: &none},
		{Key: "services", Label: v.Text("measure.column.services", nil), Kind: report.KindMoney, Currency: v.Currency, Places: &none}}}
	links := component.Links{}
	for i, f := range a.Figures {
		row := report.Row{}
		if i == len(a.Figures)-1 {
			row.Style = report.StyleTotal
		}
		m, ok := f.Total.Multiplier()
		row.Cells = []report.Cell{report.Text(f.Definition.String()), wording.Ratio(m, ok), report.Decimal(f.Total.Cloud), report.Decimal(f.Total.Services.Sum())}
		for column, cell := range []multiplier.Cell{1: multiplier.CellMultiplier, 2: multiplier.CellCloud, 3: multiplier.CellServices} {
			if cell != "" {
				links[component.At{Row: i, Column: column}] = wording.Figure(a, i, multiplier.TotalRef(), cell)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	table := component.NewTable(v, t, links)
	return &table
}
