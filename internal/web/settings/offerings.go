package settings

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
	"github.com/sevenfold/sevenfold/internal/web/wording"
)

// offerings is the page of what the firm sells.
type offerings struct {
	Table   component.Table
	Empty   bool
	MayEdit bool
}

const offeringsPath = "/settings/offerings"

// Offerings answers GET /settings/offerings.
func (h *Handler) Offerings(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	all, err := h.Importer.Catalogue(r.Context())
	if err != nil {
		return err
	}
	out := offerings{Empty: len(all) == 0, MayEdit: v.May(access.RightImport)}
	t := report.Table{ID: "offerings", Title: v.Text("web.settings.tab.offerings", nil)}
	for _, c := range []struct {
		key  string
		rank int
	}{{"name", 0}, {"categories", 0}, {"delivery", 2}, {"price", 2}, {"codes", 2}} {
		t.Columns = append(t.Columns, report.Column{Key: c.key, Label: v.Text("web.settings.offering."+c.key, nil), Kind: report.KindText, Rank: c.rank})
	}
	links := component.Links{}
	for i, o := range all {
		if out.MayEdit {
			links[component.At{Row: i, Column: 0}] = component.Link{Href: offeringsPath + "/edit?id=" + url.QueryEscape(string(o.ID))}
		}
		var parts []string
		for _, weight := range o.Weights {
			text := wording.Part(v, multiplier.Part(weight.Category))
			if len(o.Weights) > 1 {
				text += " " + wording.Shown(v, report.Decimal(weight.Share), report.KindPercent)
			}
			parts = append(parts, text)
		}
		if len(parts) == 0 {
			parts = []string{v.Text("web.settings.nature."+string(o.Nature), nil)}
		}
		separator := v.Text("common.place.separator", nil)
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Text(o.Title(v.L.Lang() == "zh-CN")), report.Text(strings.Join(parts, separator)),
			report.Text(named(v, "delivery", string(o.Delivery))), report.Text(named(v, "price", string(o.Price))),
			report.Text(strings.Join(slices.Concat(o.ItemCodes, o.Projects), separator))}})
	}
	out.Table = component.NewTable(v, t, links)
	return visit.Show(r.Context(), w, http.StatusOK, offeringsPage(v, out))
}

// named is a word of a list; nothing for none.
func named(v *visit.Visit, list, value string) string {
	if value == "" {
		return ""
	}
	return v.Text("web.settings."+list+"."+value, nil)
}

// OfferingsYAML answers GET /settings/offerings.yaml.
func (h *Handler) OfferingsYAML(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	text, err := h.Importer.CatalogueText(r.Context())
	if err != nil {
		return err
	}
	return give(w, "application/yaml", "offerings.yaml", text)
}

// OfferingsCSV answers GET /settings/offerings.csv.
func (h *Handler) OfferingsCSV(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	text, err := h.Importer.CatalogueCSV(r.Context())
	if err != nil {
		return err
	}
	return give(w, "text/csv", "offerings.csv", text)
}

// offer is the form of one offering.
type offer struct {
	Known                   bool // it is in the catalogue already
	ID, Retire, Title       string
	Fields                  []field
	Nature, Delivery, Price []choice
	Flags                   []choice
	Lists                   []field
}

// EditOffering answers GET /settings/offerings/edit.
func (h *Handler) EditOffering(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	all, err := h.Importer.Catalogue(r.Context())
	if err != nil {
		return err
	}
	o, id := offering.Offering{Nature: service.NatureService}, offering.ID(r.URL.Query().Get("id"))
	if id != "" {
		i := slices.IndexFunc(all, func(x offering.Offering) bool { return x.ID == id })
		if i < 0 {
			return fault.New(fault.KindNotFound, "offering.unknown").With("offering", string(id))
		}
		o = all[i]
	}
	return visit.Show(r.Context(), w, http.StatusOK, offerPage(v, newOffer(v, o)))
}

func newOffer(v *visit.Visit, o offering.Offering) offer {
	out := offer{Known: o.ID != "", ID: string(o.ID), Title: v.Text("web.settings.offering.new", nil)}
	if out.Known {
		out.Title, out.Retire = o.Title(v.L.Lang() == "zh-CN"), offeringsPath+"/"+url.PathEscape(string(o.ID))+"/retire"
	}
	text := func(key, value string) field {
		return field{Key: key, Label: v.Text("web.settings.offering."+key, nil), Value: value}
	}
	weights := ""
	if len(o.Weights) > 0 {
		weights = service.FormatWeights(o.Weights)
	}
	out.Fields = []field{text("name_en", o.Name), text("name_zh", o.NameZH), text("categories", weights)}
	pick := func(list, value, chosen string) choice {
		c := choice{value, v.Text("web.settings.offering.none", nil), value == chosen}
		if value != "" {
			c.Label = v.Text("web.settings."+list+"."+value, nil)
		}
		return c
	}
	for _, n := range service.Natures() {
		out.Nature = append(out.Nature, pick("nature", string(n), string(o.Nature)))
	}
	for _, d := range append([]offering.DeliveryModel{""}, offering.DeliveryModels()...) {
		out.Delivery = append(out.Delivery, pick("delivery", string(d), string(o.Delivery)))
	}
	for _, p := range append([]offering.PriceModel{""}, offering.PriceModels()...) {
		out.Price = append(out.Price, pick("price", string(p), string(o.Price)))
	}
	out.Flags = []choice{{"ai", v.Text("web.settings.offering.ai", nil), o.AI}, {"marketplace", v.Text("web.settings.offering.marketplace", nil), o.Listed}}
	for key, list := range map[string][]string{"providers": o.Providers, "item_codes": o.ItemCodes, "projects": o.Projects, "aliases": o.Aliases,
		"needs": idsOf(o.Needs), "optional": idsOf(o.Optional)} {
		f := text(key, strings.Join(list, "\n"))
		f.Long = true
		out.Lists = append(out.Lists, f)
	}
	slices.SortFunc(out.Lists, func(a, b field) int { return strings.Compare(a.Key, b.Key) })
	return out
}

// SaveOffering answers POST /settings/offerings.
func (h *Handler) SaveOffering(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	if err := parseForm(r); err != nil {
		return err
	}
	q := r.PostForm
	lines := func(key string) []string {
		var all []string
		for line := range strings.SplitSeq(q.Get(key), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				all = append(all, line)
			}
		}
		return all
	}
	o := offering.Offering{ID: offering.ID(strings.TrimSpace(q.Get("id"))), Name: strings.TrimSpace(q.Get("name_en")), NameZH: strings.TrimSpace(q.Get("name_zh")),
		Nature: service.Nature(q.Get("nature")), Delivery: offering.DeliveryModel(q.Get("delivery")), Price: offering.PriceModel(q.Get("price")),
		AI: q.Has("ai"), Listed: q.Has("marketplace"), Providers: lines("providers"), ItemCodes: lines("item_codes"), Projects: lines("projects"), Aliases: lines("aliases"),
		Needs: servicesNamed(lines("needs")), Optional: servicesNamed(lines("optional"))}
	weights, err := service.ParseWeights(q.Get("categories"))
	if err == nil {
		o.Weights = weights
		err = h.catalogue(func(dir string) error {
			_, err := h.Importer.SaveOffering(r.Context(), h.roster(), dir, o)
			return err
		})
	}
	return h.offered(w, r, ActionOffering, string(o.ID), err)
}

func idsOf(ids []region.ServiceID) []string {
	var all []string
	for _, id := range ids {
		all = append(all, string(id))
	}
	return all
}

// servicesNamed are names as somebody typed them; importing gives their ids.
func servicesNamed(names []string) []region.ServiceID {
	var all []region.ServiceID
	for _, name := range names {
		all = append(all, region.ServiceID(name))
	}
	return all
}

// RetireOffering answers POST /settings/offerings/{id}/retire.
func (h *Handler) RetireOffering(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	id := r.PathValue("id")
	err := h.catalogue(func(dir string) error {
		_, err := h.Importer.RetireOffering(r.Context(), h.roster(), dir, offering.ID(id))
		return err
	})
	return h.offered(w, r, ActionRetire, id, err)
}

// ImportOfferings answers POST /settings/offerings/import: a file that is the
// whole catalogue.
func (h *Handler) ImportOfferings(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	name, data, err := upload(w, r)
	if err == nil {
		err = h.importOfferings(r, name, data)
	}
	return h.offered(w, r, ActionOfferings, name, err)
}

func (h *Handler) importOfferings(r *http.Request, name string, data []byte) error {
	dir := h.fresh()
	defer os.RemoveAll(dir) //nolint:errcheck // what stays is swept
	path := filepath.Join(dir, "offerings"+strings.ToLower(filepath.Ext(name)))
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		return fault.New(fault.KindUnavailable, "web.upload_unwritable").At(fault.Place{File: path}).Because(err)
	}
	in := h.roster()
	in.Paths = []string{path}
	_, err = h.Importer.Offerings(r.Context(), in)
	return err
}

// offered notes a change of the catalogue and goes back to it.
func (h *Handler) offered(w http.ResponseWriter, r *http.Request, action, subject string, err error) error {
	if err = h.Did(r.Context(), r, action, subject, err); err == nil {
		http.Redirect(w, r, offeringsPath, http.StatusSeeOther)
	}
	return err
}

// catalogue changes the catalogue with a folder for the file that the change
// writes: one change at a time, since each is of the whole.
func (h *Handler) catalogue(change func(dir string) error) error {
	h.cataloguing.Lock()
	defer h.cataloguing.Unlock()
	dir := h.fresh()
	defer os.RemoveAll(dir) //nolint:errcheck // what stays is swept
	return change(dir)
}

// fresh is a folder that nobody has.
func (h *Handler) fresh() string { return filepath.Join(h.Uploads, rand.Text()) }

func (h *Handler) roster() importing.RosterInput {
	return importing.RosterInput{MaxRejectShare: h.Settings.Config().Rejects.MaxShare}
}
