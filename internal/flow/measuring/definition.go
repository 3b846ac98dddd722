package measuring

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// maxDefinitionBytes bounds a definition file: it holds a dozen lines.
const maxDefinitionBytes = 64 << 10

// definitionFile is a definition as people write it.
type definitionFile struct {
	Name      string           `yaml:"name"`
	Version   int              `yaml:"version"`
	Note      string           `yaml:"note,omitempty"`
	Numerator *numeratorFile   `yaml:"numerator"`
	Cloud     *denominatorFile `yaml:"denominator"`
}

type numeratorFile struct {
	Basis               string   `yaml:"basis"`
	Categories          []string `yaml:"categories"`
	Funding             bool     `yaml:"funding"`
	MarketplaceServices bool     `yaml:"marketplace_services"`
	OwnSoftware         bool     `yaml:"own_software"`
}

type denominatorFile struct {
	Scope         string `yaml:"scope"`
	Valuation     string `yaml:"valuation"`
	BeforeCredits *bool  `yaml:"before_credits"`
	Marketplace   *bool  `yaml:"marketplace"`
	Support       *bool  `yaml:"support"`
	InternalUse   *bool  `yaml:"internal_use"`
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// ParseDefinition reads one definition. What a file leaves out is as in
// `standard`; a key that does not exist is refused.
func ParseDefinition(file string, data []byte) (multiplier.Definition, error) {
	var f definitionFile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	err := dec.Decode(&f)
	if err == nil {
		if more := dec.Decode(&definitionFile{}); !errors.Is(more, io.EOF) {
			err = errors.New("a second document follows the first")
		}
	}
	if err != nil {
		place := fault.Place{File: file}
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			place.Row, _ = strconv.ParseInt(m[1], 10, 64)
		}
		return multiplier.Definition{}, fault.New(fault.KindInvalid, "definition.not_yaml").
			With("reason", strings.TrimPrefix(err.Error(), "yaml: ")).At(place)
	}
	d := multiplier.Standard()
	d.Name, d.Version, d.Note = f.Name, f.Version, f.Note
	if n := f.Numerator; n != nil {
		if n.Basis != "" {
			d.Numerator.Basis = service.Basis(n.Basis)
		}
		if n.Categories != nil {
			d.Numerator.Categories = nil
			for _, c := range n.Categories {
				d.Numerator.Categories = append(d.Numerator.Categories, service.Category(c))
			}
		}
		d.Numerator.Funding, d.Numerator.MarketplaceServices, d.Numerator.OwnSoftware = n.Funding, n.MarketplaceServices, n.OwnSoftware
	}
	if n := f.Cloud; n != nil {
		if n.Scope != "" {
			d.Denominator.Scope = multiplier.Scope(n.Scope)
		}
		if n.Valuation != "" {
			d.Denominator.Valuation = multiplier.Valuation(n.Valuation)
		}
		for _, flag := range []struct {
			to   *bool
			from *bool
		}{{&d.Denominator.BeforeCredits, n.BeforeCredits}, {&d.Denominator.Marketplace, n.Marketplace},
			{&d.Denominator.Support, n.Support}, {&d.Denominator.InternalUse, n.InternalUse}} {
			if flag.from != nil {
				*flag.to = *flag.from
			}
		}
	}
	if err := d.Validate(); err != nil {
		if ferr, ok := fault.As(err); ok {
			return d, ferr.At(fault.Place{File: file})
		}
		return d, err
	}
	return d, nil
}

// own reads the workspace's definitions, by file name. The shipped names stay
// what they are everywhere.
func (m *Measurer) own() ([]Defined, error) {
	entries, err := os.ReadDir(m.Definitions)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	unreadable := func(file string, err error) error {
		return fault.New(fault.KindUnavailable, "definition.unreadable").At(fault.Place{File: file}).Because(err)
	}
	if err != nil {
		return nil, unreadable(m.Definitions, err)
	}
	taken := map[string]bool{}
	for _, d := range multiplier.Shipped() {
		taken[d.Name] = true
	}
	var own []Defined
	for _, e := range entries {
		path := filepath.Join(m.Definitions, e.Name())
		if e.IsDir() || !slices.Contains([]string{".yaml", ".yml"}, filepath.Ext(e.Name())) || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if info, err := e.Info(); err == nil && info.Size() > maxDefinitionBytes {
			return nil, fault.New(fault.KindLimit, "definition.too_large").At(fault.Place{File: path})
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, unreadable(path, err)
		}
		d, err := ParseDefinition(path, data)
		if err != nil {
			return nil, err
		}
		if taken[d.Name] {
			return nil, fault.New(fault.KindInvalid, "definition.name_taken").With("definition", d.Name).At(fault.Place{File: path})
		}
		taken[d.Name] = true
		own = append(own, Defined{Definition: d, Path: path, Text: string(data)})
	}
	return own, nil
}

// definitions finds those asked for by name, or all there are.
func (m *Measurer) definitions(names []string) ([]multiplier.Definition, error) {
	own, err := m.own()
	if err != nil {
		return nil, err
	}
	var all []Defined
	for _, d := range multiplier.Shipped() {
		all = append(all, Defined{Definition: d})
	}
	all = append(all, own...)
	var asked []multiplier.Definition
	if len(names) == 0 {
		for _, d := range all {
			asked = append(asked, d.Definition)
		}
		return asked, nil
	}
	for _, name := range names {
		i := slices.IndexFunc(all, func(d Defined) bool { return d.Name == name })
		if i < 0 {
			return nil, unknownDefinition(name, all)
		}
		if !slices.ContainsFunc(asked, func(d multiplier.Definition) bool { return d.Name == name }) {
			asked = append(asked, all[i].Definition)
		}
	}
	return asked, nil
}
