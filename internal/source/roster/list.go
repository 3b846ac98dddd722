package roster

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

// listRow is one entry of a list that is the same as CSV and as YAML.
type listRow struct {
	number int64
	get    func(column string) string
	place  func(column string) fault.Place
}

// yamlList reads a list of flat mappings under one key.
func yamlList(text []byte, path, key string, known []string, visit func(listRow) error) error {
	var file map[string]yaml.Node
	if err := decodeYAML(text, path, &file); err != nil {
		return err
	}
	for k, n := range file {
		if k != key {
			return fault.New(fault.KindInvalid, "roster.yaml_field").With("field", k).At(fault.Place{File: path, Row: int64(n.Line)})
		}
	}
	list := file[key]
	var entries []yaml.Node
	if err := list.Decode(&entries); err != nil {
		return fault.New(fault.KindInvalid, "roster.yaml_shape").At(fault.Place{File: path, Row: int64(list.Line)}).Because(err)
	}
	for _, n := range entries {
		cells, lines := map[string]string{}, map[string]int{}
		if n.Kind != yaml.MappingNode {
			return fault.New(fault.KindInvalid, "roster.yaml_shape").At(fault.Place{File: path, Row: int64(n.Line)})
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			field := n.Content[i].Value
			if !slices.Contains(known, field) {
				return fault.New(fault.KindInvalid, "roster.yaml_field").With("field", field).
					At(fault.Place{File: path, Row: int64(n.Content[i].Line)})
			}
			if first, twice := lines[field]; twice {
				return fault.New(fault.KindInvalid, "roster.yaml_twice").With("field", field).With("first", first).
					At(fault.Place{File: path, Row: int64(n.Content[i].Line), Column: field})
			}
			lines[field] = n.Content[i].Line
			var s scalar
			if err := s.UnmarshalYAML(n.Content[i+1]); err != nil {
				return at(err, fault.Place{File: path, Row: int64(n.Content[i].Line), Column: field})
			}
			cells[field] = s.text
		}
		number := int64(n.Line)
		err := visit(listRow{number, func(c string) string { return cells[c] }, func(c string) fault.Place {
			return fault.Place{File: path, Row: number, Column: c, Value: cells[c]}
		}})
		if err != nil {
			return err
		}
	}
	return nil
}

// headerOf gives the column names of a CSV, in lower case.
func headerOf(text []byte, path string) ([]string, error) {
	csv, err := source.DetectCSV(bytes.NewReader(text), path)
	if err != nil {
		return nil, err
	}
	record, err := csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, fault.New(fault.KindInvalid, "roster.empty").At(fault.Place{File: path})
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, cell := range record.Strings() {
		names = append(names, strings.ToLower(strings.TrimSpace(cell)))
	}
	return names, nil
}
