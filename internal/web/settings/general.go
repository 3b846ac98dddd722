package settings

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// general is the page of what the whole workspace is set to.
type general struct {
	Fields  []field
	MayEdit bool
	Payers  []payer // that the books name
	Machine component.Table
}

// field is one setting in a form.
type field struct {
	Key, Label, Value, From string
	Locked                  bool     // decided by the environment or a flag, or not theirs to change
	Choices                 []choice // what to choose from; none: text
	Suggest                 []string // values that a text often has
	Long                    bool     // several lines
}

type choice struct {
	Value, Label string
	Chosen       bool
}

// payer is a payer account that can be chosen as the firm's own.
type payer struct {
	choice
	Said string // provider, months and money
}

// General answers GET /settings.
func (h *Handler) General(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	met, err := h.Importer.Payers(r.Context())
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, generalPage(v, newGeneral(v, h.Settings.Config(), met)))
}

// Change answers POST /settings. A field that the form has not stays as it is.
func (h *Handler) Change(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	if err := parseForm(r); err != nil {
		return err
	}
	before, values := texts(h.Settings.Config()), map[string]string{}
	for key := range r.PostForm {
		values[key] = r.PostForm.Get(key)
		if key == "partner.payers" {
			values[key] = payersOf(r.PostForm[key])
		}
	}
	err := h.Settings.Change(r.Context(), values)
	after, changed := texts(h.Settings.Config()), []string(nil)
	for _, key := range configuring.Shared() {
		if before[key] != after[key] {
			changed = append(changed, key+": "+before[key]+" → "+after[key])
		}
	}
	if err = h.Did(r.Context(), r, ActionChange, strings.Join(changed, "; "), err); err != nil {
		return err
	}
	if before["currency"] != after["currency"] {
		visit.ForgetCurrency(w)
	}
	http.Redirect(w, r, "/settings", http.StatusSeeOther)
	return nil
}

// payersOf are accounts that were ticked and written, each once, as the file has
// them.
func payersOf(said []string) string {
	var all []string
	for _, id := range strings.FieldsFunc(strings.Join(said, " "), func(c rune) bool { return strings.ContainsRune(",;，；、 \t\r\n", c) }) {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return strings.Join(all, ",")
}

// texts are the values of settings by key.
func texts(c config.Config) map[string]string {
	all := map[string]string{}
	for _, value := range c.Values() {
		all[value.Key] = value.Text
	}
	return all
}

func newGeneral(v *visit.Visit, c config.Config, met []importing.Payer) general {
	out := general{MayEdit: v.May(access.RightSettle)}
	values := map[string]config.Value{}
	machine := report.Table{ID: "machine", Title: v.Text("web.settings.machine", nil)}
	for _, key := range []string{"key", "value", "source"} {
		machine.Columns = append(machine.Columns, report.Column{Key: key, Label: v.Text("web.settings.column."+key, nil), Kind: report.KindText})
	}
	for _, value := range c.Values() {
		values[value.Key] = value
		if !slices.Contains(configuring.Shared(), value.Key) {
			machine.Rows = append(machine.Rows, report.Row{Cells: []report.Cell{report.Text(v.Text("config."+value.Key, nil)), report.Text(value.Text), report.Text(origin(v, value.Origin))}})
		}
	}
	out.Machine = component.NewTable(v, machine, nil)
	for _, key := range configuring.Shared() {
		value := values[key]
		f := field{Key: key, Label: v.Text("web.settings."+key, nil), Value: value.Text, From: origin(v, value.Origin),
			Locked: !out.MayEdit || value.Origin.Source == config.SourceEnv || value.Origin.Source == config.SourceFlag}
		pick := func(chosen, label string) { f.Choices = append(f.Choices, choice{chosen, label, chosen == value.Text}) }
		switch key {
		case "partner.payers":
			var unmet []string
			out.Payers, unmet = choosePayers(v, c.Partner.Payers, met)
			f.Long, f.Value = true, strings.Join(unmet, "\n")
		case "currency":
			for _, c := range v.Currencies() {
				f.Suggest = append(f.Suggest, string(c))
			}
		case "rates.policy":
			for _, p := range []rate.Policy{rate.PolicyAverage, rate.PolicyClosing} {
				pick(string(p), v.Text("web.settings.policy."+string(p), nil))
			}
		case "fiscal_year_start":
			for month := 1; month <= 12; month++ {
				pick(fmt.Sprint(month), v.Text(fmt.Sprintf("web.settings.month.%d", month), nil))
			}
		case "lang":
			pick("", v.Text("web.settings.lang.browser", nil))
			pick("en", "English")
			pick("zh-CN", "中文")
		}
		out.Fields = append(out.Fields, f)
	}
	return out
}

// choosePayers are the payers that the books name, the firm's own ticked, and
// those of its own that no bill names.
func choosePayers(v *visit.Visit, own []string, met []importing.Payer) (all []payer, unmet []string) {
	same := func(a, b string) bool {
		return customer.Normalise(customer.KindAccount, a) == customer.Normalise(customer.KindAccount, b)
	}
	for _, p := range met {
		said := []string{p.Provider, wording.Period(v, p.Period)}
		for _, a := range p.Billed {
			said = append(said, wording.Shown(v, report.Money(a), report.KindMoney)+" "+string(a.Currency))
		}
		one := payer{choice{Value: p.Account, Label: p.Account}, strings.Join(said, " · ")}
		one.Chosen = slices.ContainsFunc(own, func(o string) bool { return same(o, p.Account) })
		all = append(all, one)
	}
	for _, o := range own {
		if !slices.ContainsFunc(met, func(p importing.Payer) bool { return same(o, p.Account) }) {
			unmet = append(unmet, o)
		}
	}
	return all, unmet
}

// origin says where a value came from, without the way to the file.
func origin(v *visit.Visit, o config.Origin) string {
	return v.Text("config.origin."+string(o.Source), i18n.Args{"name": filepath.Base(o.Name), "line": o.Line})
}
