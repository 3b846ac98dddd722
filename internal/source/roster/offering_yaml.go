package roster

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

type offeringsFile struct {
	Offerings []offeringEntry `yaml:"offerings"`
}

type offeringEntry struct {
	ID          scalar     `yaml:"id"`
	Name        scalar     `yaml:"name"`
	NameZH      scalar     `yaml:"name_zh"`
	Nature      scalar     `yaml:"nature"`
	Categories  yaml.Node  `yaml:"categories"`
	Delivery    scalar     `yaml:"delivery"`
	Price       scalar     `yaml:"price"`
	AI          scalar     `yaml:"ai"`
	Providers   scalarList `yaml:"providers"`
	Marketplace scalar     `yaml:"marketplace"`
	ItemCodes   scalarList `yaml:"item_codes"`
	Projects    scalarList `yaml:"projects"`
	Aliases     scalarList `yaml:"aliases"`
	Needs       scalarList `yaml:"needs"`
	Optional    scalarList `yaml:"optional"`
}

// scalarList is several texts, or one alone.
type scalarList []string

// UnmarshalYAML keeps every entry as it stands in the file.
func (l *scalarList) UnmarshalYAML(n *yaml.Node) error {
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	for _, node := range nodes {
		var s scalar
		if err := s.UnmarshalYAML(node); err != nil {
			return err
		}
		if s.text != "" {
			*l = append(*l, s.text)
		}
	}
	return nil
}

func (b *offeringsBuilder) yaml(text []byte) error {
	var file offeringsFile
	if err := decodeYAML(text, b.path, &file); err != nil {
		return err
	}
	for _, e := range file.Offerings {
		categories, err := yamlCategories(e.Categories, b.path)
		if err != nil {
			return err
		}
		row := e.ID.line
		if row == 0 {
			row = e.Name.line
		}
		err = b.add(offeringDraft{id: e.ID.text, name: e.Name.text, nameZH: e.NameZH.text, nature: e.Nature.text, categories: categories,
			delivery: e.Delivery.text, price: e.Price.text, ai: e.AI.text, marketplace: e.Marketplace.text,
			providers: e.Providers, itemCodes: e.ItemCodes, projects: e.Projects, aliases: e.Aliases, needs: e.Needs, optional: e.Optional, row: row})
		if err != nil {
			return err
		}
	}
	return nil
}

// yamlCategories gives categories as a table would have them: a text as it
// stands, {design: 0.3, build: 0.7} as design=0.3;build=0.7.
func yamlCategories(n yaml.Node, path string) (string, error) {
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		return "", nil
	case n.Kind == yaml.ScalarNode:
		return n.Value, nil
	}
	weights, err := yamlWeights(n, path)
	parts := make([]string, len(weights))
	for i, w := range weights {
		parts[i] = w.category + "=" + w.share
	}
	return strings.Join(parts, ";"), err
}
