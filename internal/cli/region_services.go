package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/report"
)

// regionServicesCommand lists the catalogue by region.
type regionServicesCommand struct {
	Names  []string `arg:"" optional:"" placeholder:"NAME"`
	Region []string `default:"us-east-1,cn-north-1,cn-northwest-1" placeholder:"REGION"`
	State  string   `enum:",available,unavailable,unknown" default:"" placeholder:"STATE"`
}

// Run prints services, each with its state in every region asked for, why, and by
// whose word. A name is any alias, or a part of one.
func (c *regionServicesCommand) Run(_ context.Context, s *Session) error {
	k, err := s.checker(c.Region, "")
	if err != nil {
		return err
	}
	label := func(key string) string { return s.L.Text("region.column."+key, nil) }
	t := report.Table{ID: "services", Columns: []report.Column{
		{Key: "id", Label: label("id"), Kind: report.KindText, Rank: 3}, {Key: "service", Label: label("service"), Kind: report.KindText},
		{Key: "region", Label: label("region"), Kind: report.KindText}, {Key: "state", Label: label("state"), Kind: report.KindText},
		{Key: "reason", Label: label("reason"), Kind: report.KindText, Rank: 1}, {Key: "source", Label: label("source"), Kind: report.KindText, Rank: 2},
		{Key: "date", Label: label("date"), Kind: report.KindDate, Rank: 2}, {Key: "conflict", Label: label("conflict"), Kind: report.KindText, Rank: 2},
	}}
	for _, id := range k.Regions {
		if _, err := k.Catalogue.FindRegion(id); err != nil {
			return err
		}
	}
	for _, service := range k.Catalogue.Services() {
		if !c.wants(k.Catalogue, service) {
			continue
		}
		for _, id := range k.Regions {
			a := k.Catalogue.Available(service.ID, id)
			if c.State != "" && string(a.State) != c.State {
				continue
			}
			t.Rows = append(t.Rows, availabilityRow(s, service, a))
		}
	}
	return s.Print(report.Document{Title: s.L.Text("region.services.title", nil), Blocks: []report.Block{t}})
}

func (c *regionServicesCommand) wants(all *region.Catalogue, service region.Service) bool {
	return len(c.Names) == 0 || slices.ContainsFunc(c.Names, func(name string) bool {
		for _, kind := range region.Kinds() {
			if found, ok := all.Find(kind, name); ok && found.ID == service.ID {
				return true
			}
		}
		return string(service.ID) == name || strings.Contains(strings.ToLower(service.Name), strings.ToLower(name))
	})
}

func availabilityRow(s *Session, service region.Service, a region.Availability) report.Row {
	tone := map[region.State]report.Tone{region.StateAvailable: report.ToneGood, region.StateUnavailable: report.ToneBad, region.StateUnknown: report.ToneWarning}[a.State]
	source, date := report.Gap(), report.Gap()
	if e, ok := a.Source(); ok {
		source, date = report.Text(e.Source), report.Text(e.Date)
	}
	var against []string
	for _, e := range a.Against {
		against = append(against, e.Source+" ("+e.Date+"): "+s.L.Text("region.state."+string(e.Says), nil))
	}
	return report.Row{Cells: []report.Cell{report.Text(string(service.ID)), report.Text(service.Name), report.Text(string(a.Region)),
		report.Word(string(a.State), s.L.Text("region.state."+string(a.State), nil)).WithTone(tone),
		report.Word(string(a.Reason), s.L.Text("region.reason."+string(a.Reason), map[string]any{"whole": string(a.Whole)})),
		source, date, report.Text(strings.Join(against, "; "))}}
}
