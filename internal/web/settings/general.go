package settings

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/rate"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// general is the page of what the whole workspace is set to.
type general struct {
	Fields  []field
	MayEdit bool
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

// General answers GET /settings.
func (h *Handler) General(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	return visit.Show(r.Context(), w, http.StatusOK, generalPage(v, newGeneral(v, h.Settings.Config())))
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
			values[key] = strings.Join(strings.FieldsFunc(values[key], func(c rune) bool { return strings.ContainsRune(",;，；、 \t\r\n", c) }), ",")
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

// texts are the values of settings by key.
func texts(c config.Config) map[string]string {
	all := map[string]string{}
	for _, value := range c.Values() {
		all[value.Key] = value.Text
	}
	return all
}

func newGeneral(v *visit.Visit, c config.Config) general {
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
			f.Long, f.Value = true, strings.ReplaceAll(value.Text, ",", "\n")
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

// origin says where a value came from, without the way to the file.
func origin(v *visit.Visit, o config.Origin) string {
	return v.Text("config.origin."+string(o.Source), i18n.Args{"name": filepath.Base(o.Name), "line": o.Line})
}
