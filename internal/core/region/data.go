package region

import (
	"bytes"
	"embed"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

//go:embed data
var data embed.FS

// Shipped gives the catalogue that comes with the program. It is made once.
func Shipped() *Catalogue { return theCatalogue() }

var theCatalogue = sync.OnceValue(func() *Catalogue {
	c, err := shipped()
	if err != nil {
		panic(err) // the files are part of the program
	}
	return c
})

func shipped() (*Catalogue, error) {
	var services []Service
	for _, name := range list("data/services") {
		var area []Service
		if err := decode(name, &area); err != nil {
			return nil, err
		}
		for _, s := range area {
			s.Area = strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".yaml")
			services = append(services, s)
		}
	}
	var regions []Region
	if err := decode("data/regions.yaml", &regions); err != nil {
		return nil, err
	}
	var sources []Source
	for _, name := range list("data/sources") {
		var s Source
		if err := decode(name, &s); err != nil {
			return nil, err
		}
		sources = append(sources, s)
	}
	var documents []Document
	if err := decode("data/documents.yaml", &documents); err != nil {
		return nil, err
	}
	for i := range documents {
		documents[i].Kind = SourceDocument
	}
	c, err := NewCatalogue(services, regions, sources, documents)
	if err != nil {
		return nil, err
	}
	var notes []Note
	if err := decode("data/notes.yaml", &notes); err != nil {
		return nil, err
	}
	var alternatives []Alternative
	if err := decode("data/alternatives.yaml", &alternatives); err != nil {
		return nil, err
	}
	return c.Advise(notes, alternatives)
}

// ShippedRule gives the rule that comes with the program.
func ShippedRule() Rule {
	text, err := data.ReadFile("data/rule.yaml")
	if err != nil {
		panic(err) // the file is part of the program
	}
	r, err := ParseRule("rule.yaml", text)
	if err != nil {
		panic(err)
	}
	return r
}

// list names the files of an embedded folder, in order.
func list(dir string) []string {
	entries, err := data.ReadDir(dir)
	if err != nil {
		panic(err) // the folder is part of the program
	}
	var names []string
	for _, e := range entries {
		names = append(names, dir+"/"+e.Name())
	}
	slices.Sort(names)
	return names
}

// decode reads an embedded file, strictly.
func decode(name string, into any) error {
	text, err := data.ReadFile(name)
	if err != nil {
		return err
	}
	return strict(name, text, into)
}

// strict decodes YAML; a key that has no field is a fault with its line.
//
// Faults: region.malformed.
func strict(name string, text []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil && !errors.Is(err, io.EOF) {
		return fault.New(fault.KindInvalid, "region.malformed").At(fault.Place{File: name}).Because(err)
	}
	return nil
}

// UnmarshalYAML reads {in: all}, {in: [...]} or {not_in: [...]}.
func (l *Listing) UnmarshalYAML(node *yaml.Node) error {
	var all struct {
		In string `yaml:"in"`
	}
	if node.Decode(&all) == nil && all.In == "all" {
		l.All = true
		return nil
	}
	var some struct {
		In    []ID `yaml:"in"`
		NotIn []ID `yaml:"not_in"`
	}
	if err := node.Decode(&some); err != nil {
		return err
	}
	l.In, l.NotIn = some.In, some.NotIn
	return nil
}
