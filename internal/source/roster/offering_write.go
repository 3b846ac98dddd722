package roster

import (
	"bytes"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// offeringText is an offering as a file has it.
type offeringText struct {
	ID          string   `yaml:"id"`
	Name        string   `yaml:"name,omitempty"`
	NameZH      string   `yaml:"name_zh,omitempty"`
	Nature      string   `yaml:"nature,omitempty"`
	Categories  string   `yaml:"categories,omitempty"`
	Delivery    string   `yaml:"delivery,omitempty"`
	Price       string   `yaml:"price,omitempty"`
	AI          string   `yaml:"ai,omitempty"`
	Providers   []string `yaml:"providers,omitempty,flow"`
	Marketplace string   `yaml:"marketplace,omitempty"`
	ItemCodes   []string `yaml:"item_codes,omitempty,flow"`
	Projects    []string `yaml:"projects,omitempty,flow"`
	Aliases     []string `yaml:"aliases,omitempty,flow"`
	Needs       []string `yaml:"needs,omitempty,flow"`
	Optional    []string `yaml:"optional,omitempty,flow"`
}

// FormatOfferings writes a catalogue as YAML that ReadOfferings reads back to
// the same.
func FormatOfferings(all []offering.Offering) ([]byte, error) {
	var file struct {
		Offerings []offeringText `yaml:"offerings"`
	}
	yes := map[bool]string{true: "yes"}
	for _, o := range all {
		nature := string(o.Nature)
		if o.Nature == service.NatureService {
			nature = ""
		}
		file.Offerings = append(file.Offerings, offeringText{ID: string(o.ID), Name: o.Name, NameZH: o.NameZH, Nature: nature,
			Categories: weightsText(o.Weights), Delivery: string(o.Delivery), Price: string(o.Price), AI: yes[o.AI], Providers: o.Providers,
			Marketplace: yes[o.Listed], ItemCodes: o.ItemCodes, Projects: o.Projects, Aliases: o.Aliases, Needs: texts(o.Needs), Optional: texts(o.Optional)})
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(file); err != nil {
		return nil, err
	}
	return b.Bytes(), e.Close()
}

func weightsText(weights []service.Weight) string {
	if len(weights) == 0 {
		return ""
	}
	return service.FormatWeights(weights)
}

func texts(ids []region.ServiceID) []string {
	var all []string
	for _, id := range ids {
		all = append(all, string(id))
	}
	return all
}
