package roster

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// decodeYAML decodes one document strictly: a field that nobody knows is a
// fault, because it is mostly a known one misspelt.
//
// Faults: roster.empty, roster.yaml, roster.yaml_field, roster.yaml_twice,
// roster.yaml_shape, roster.yaml_documents.
func decodeYAML(text []byte, name string, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	err := d.Decode(into)
	if errors.Is(err, io.EOF) {
		return fault.New(fault.KindInvalid, "roster.empty").At(fault.Place{File: name})
	}
	if err != nil {
		return yamlFault(err, name)
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return fault.New(fault.KindInvalid, "roster.yaml_documents").At(fault.Place{File: name})
	}
	return nil
}

// What the library says, which names types of ours that mean nothing to people.
var (
	yamlLine  = regexp.MustCompile(`line (\d+)`)
	yamlField = regexp.MustCompile(`field (.+) not found in type `)
	yamlTwice = regexp.MustCompile(`mapping key "(.+)" already defined at line (\d+)`)
	yamlShape = regexp.MustCompile(`cannot unmarshal `)
)

// yamlFault says in our words what the library found.
func yamlFault(err error, name string) error {
	if f, ok := fault.As(err); ok {
		place := f.Place
		place.File = name
		return f.At(place)
	}
	reason := strings.TrimPrefix(err.Error(), "yaml: ")
	var types *yaml.TypeError
	if errors.As(err, &types) && len(types.Errors) > 0 {
		reason = types.Errors[0]
	}
	place := fault.Place{File: name}
	if m := yamlLine.FindStringSubmatch(reason); m != nil {
		place.Row, _ = strconv.ParseInt(m[1], 10, 64)
	}
	if m := yamlField.FindStringSubmatch(reason); m != nil {
		place.Column = m[1]
		return fault.New(fault.KindInvalid, "roster.yaml_field").With("field", m[1]).At(place).Because(err)
	}
	if m := yamlTwice.FindStringSubmatch(reason); m != nil {
		place.Column = m[1]
		return fault.New(fault.KindInvalid, "roster.yaml_twice").With("field", m[1]).With("first", m[2]).At(place).Because(err)
	}
	if yamlShape.MatchString(reason) {
		return fault.New(fault.KindInvalid, "roster.yaml_shape").At(place).Because(err)
	}
	return fault.New(fault.KindInvalid, "roster.yaml").With("reason", reason).At(place).Because(err)
}

// misshapen says that a node is not what belongs there.
func misshapen(n *yaml.Node) error {
	return fault.New(fault.KindInvalid, "roster.yaml_shape").At(fault.Place{Row: int64(n.Line)})
}

// scalar is text exactly as it stands in the file, with its line: YAML would
// make a number of an unquoted account id and lose its zeros.
type scalar struct {
	text string
	line int64
}

func (s *scalar) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.ScalarNode {
		return misshapen(n)
	}
	s.line = int64(n.Line)
	if n.Tag != "!!null" {
		s.text = strings.TrimSpace(n.Value)
	}
	return nil
}

// fields reads a mapping of texts, each of which has its name in into.
func fields(n *yaml.Node, into map[string]*string) error {
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		to, known := into[key.Value]
		if !known {
			return fault.New(fault.KindInvalid, "roster.yaml_field").With("field", key.Value).
				At(fault.Place{Row: int64(key.Line), Column: key.Value})
		}
		var s scalar
		if err := s.UnmarshalYAML(n.Content[i+1]); err != nil {
			return err
		}
		*to = s.text
	}
	return nil
}
