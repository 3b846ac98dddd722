package roster

import (
	"io"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// RuleOfferingOneName is the finding about an offering that has a name in one
// language only.
const RuleOfferingOneName = "roster.offering_one_name"

// Offerings is what a file of offerings says, in file order. A catalogue is
// small and every figure by offering rests on it: what is wrong is a fault.
type Offerings struct {
	Offerings []offering.Offering
	Findings  []batch.Finding
}

func offeringColumns() []string {
	return []string{"id", "name", "name_zh", "nature", "categories", "delivery", "price", "ai", "providers", "marketplace",
		"item_codes", "projects", "aliases", "needs", "optional"}
}

// ReadOfferings reads a CSV with the columns id, name, name_zh, nature,
// categories (design=0.3; build=0.7), delivery, price, ai, providers,
// marketplace, item_codes, projects, aliases, needs, optional (lists are parted
// by semicolons), or YAML where path ends in .yaml or .yml. One row is one
// offering. What it needs are cloud services, by id or any name that the
// catalogue of regions knows.
//
// Faults: roster.empty, roster.too_large, roster.column_*, roster.yaml,
// roster.not_yes_or_no, offering.* (offering.service_unknown names the nearest
// services), category.weight*.
func ReadOfferings(r io.Reader, path string) (Offerings, error) {
	text, err := readAll(r, path)
	if err != nil {
		return Offerings{}, err
	}
	b := offeringsBuilder{path: path}
	if isYAML(path) {
		err = b.yaml(text)
	} else {
		err = readTable(text, path, offeringColumns(), []string{"id"}, b.row)
	}
	if err != nil {
		return Offerings{}, err
	}
	if len(b.offerings) == 0 {
		return Offerings{}, fault.New(fault.KindInvalid, "roster.empty").At(fault.Place{File: path})
	}
	if _, err := offering.NewCatalogue(b.offerings); err != nil {
		return Offerings{}, b.at(err)
	}
	return Offerings{b.offerings, b.findings}, nil
}

type offeringsBuilder struct {
	path      string
	offerings []offering.Offering
	rows      []int64
	findings  findings
}

// offeringDraft is an offering as text.
type offeringDraft struct {
	id, name, nameZH, nature, categories, delivery, price string
	ai, marketplace                                       string
	providers, itemCodes, projects, aliases               []string
	needs, optional                                       []string
	row                                                   int64
}

func (b *offeringsBuilder) row(r row) error {
	return b.add(offeringDraft{id: r.get("id"), name: r.get("name"), nameZH: r.get("name_zh"), nature: r.get("nature"),
		categories: r.get("categories"), delivery: r.get("delivery"), price: r.get("price"), ai: r.get("ai"),
		marketplace: r.get("marketplace"), providers: list(r.get("providers")), itemCodes: list(r.get("item_codes")),
		projects: list(r.get("projects")), aliases: list(r.get("aliases")), needs: list(r.get("needs")), optional: list(r.get("optional")), row: r.number})
}

// list parts a cell at semicolons and lines.
func list(cell string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '；' || r == '\n' || r == '、' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (b *offeringsBuilder) add(d offeringDraft) error {
	wrong := func(err error, column, value string) error {
		if f, ok := fault.As(err); ok {
			return f.At(fault.Place{File: b.path, Row: d.row, Column: column, Value: value})
		}
		return err
	}
	o := offering.Offering{ID: offering.ID(d.id), Name: d.name, NameZH: d.nameZH, Nature: service.NatureService,
		Delivery: offering.DeliveryModel(code(d.delivery)), Price: offering.PriceModel(code(d.price)),
		Providers: d.providers, ItemCodes: d.itemCodes, Projects: d.projects, Aliases: d.aliases}
	if d.nature != "" {
		n, known := service.ParseNature(d.nature)
		if !known {
			n = service.Nature(d.nature)
		}
		o.Nature = n
	}
	var err error
	if o.Weights, err = service.ParseWeights(d.categories); err != nil {
		return wrong(err, "categories", d.categories)
	}
	for _, flag := range []struct {
		column, cell string
		to           *bool
	}{{"ai", d.ai, &o.AI}, {"marketplace", d.marketplace, &o.Listed}} {
		yes, known := parseYes(flag.cell)
		if !known {
			return wrong(fault.New(fault.KindInvalid, "roster.not_yes_or_no"), flag.column, flag.cell)
		}
		*flag.to = yes
	}
	for _, names := range []struct {
		column string
		from   []string
		to     *[]region.ServiceID
	}{{"needs", d.needs, &o.Needs}, {"optional", d.optional, &o.Optional}} {
		if *names.to, err = services(d.id, names.from); err != nil {
			return wrong(err, names.column, strings.Join(names.from, "; "))
		}
	}
	if err := o.Validate(); err != nil {
		return wrong(err, "", "")
	}
	if (o.Name == "") != (o.NameZH == "") {
		b.findings.add(RuleOfferingOneName, batch.SeverityInfo, "name", d.id, b.path)
	}
	b.offerings, b.rows = append(b.offerings, o), append(b.rows, d.row)
	return nil
}

// nearest is how many services a fault proposes.
const nearest = 3

// services gives the ids of cloud services by any of their names, each once.
// Fault: offering.service_unknown.
func services(of string, names []string) ([]region.ServiceID, error) {
	var ids []region.ServiceID
	for _, name := range names {
		s, _, known := region.Shipped().Named(name)
		if !known {
			var near []string
			for _, n := range region.Shipped().Nearest(name, nearest) {
				near = append(near, n.Name+" ("+string(n.ID)+")")
			}
			return nil, fault.New(fault.KindInvalid, "offering.service_unknown").With("offering", of).With("value", name).With("nearest", strings.Join(near, ", "))
		}
		if !slices.Contains(ids, s.ID) {
			ids = append(ids, s.ID)
		}
	}
	return ids, nil
}

// code makes "Managed Services" managed_services, as Partner Central writes it
// and as we do.
func code(s string) string {
	s = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), " ", "_")
	switch s {
	case "saas_or_paas":
		return string(offering.DeliverySaaS)
	case "byol_or_ami":
		return string(offering.DeliveryBYOL)
	}
	return s
}

// at puts a fault of the whole catalogue at the row of the offering it names.
func (b *offeringsBuilder) at(err error) error {
	f, ok := fault.As(err)
	if !ok {
		return err
	}
	place := fault.Place{File: b.path}
	for i, o := range b.offerings {
		if f.Args["offering"] == string(o.ID) {
			place.Row = b.rows[i] // the last of that id, which is the one that is too many
		}
	}
	return f.At(place)
}
