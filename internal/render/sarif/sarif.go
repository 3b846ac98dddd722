// Package sarif writes findings as SARIF 2.1.0, which code review tools read.
//
// It owns the shape of the file. Words arrive in the reader's language.
package sarif

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"

	"github.com/sevenfold/sevenfold/internal/core/region/lint"
)

// Rule is a rule with its words.
type Rule struct {
	ID       string
	Severity lint.Severity
	Title    string
	Why      string
	Fix      string
	HelpURI  string
}

// Result is a finding with its words.
type Result struct {
	Finding lint.Finding
	Message string
}

// Log is what one run found.
type Log struct {
	Version  string // of the program
	Language string // en, zh-CN
	Rules    []Rule
	Results  []Result
}

type text struct {
	Text string `json:"text"`
}

type rule struct {
	ID               string        `json:"id"`
	ShortDescription text          `json:"shortDescription"`
	FullDescription  text          `json:"fullDescription"`
	Help             text          `json:"help"`
	HelpURI          string        `json:"helpUri,omitempty"`
	Default          configuration `json:"defaultConfiguration"`
}

type configuration struct {
	Level string `json:"level"`
}

type result struct {
	RuleID    string     `json:"ruleId"`
	RuleIndex int        `json:"ruleIndex"`
	Level     string     `json:"level"`
	Message   text       `json:"message"`
	Locations []location `json:"locations"`
}

type location struct {
	Physical physical `json:"physicalLocation"`
}

type physical struct {
	Artifact artifact `json:"artifactLocation"`
	Region   region   `json:"region"`
}

type artifact struct {
	URI string `json:"uri"`
}

type region struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndColumn   int `json:"endColumn"`
}

type driver struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	Rules   []rule `json:"rules"`
}

type tool struct {
	Driver driver `json:"driver"`
}

type run struct {
	Tool       tool     `json:"tool"`
	Language   string   `json:"language,omitempty"`
	ColumnKind string   `json:"columnKind"`
	Results    []result `json:"results"`
}

type file struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []run  `json:"runs"`
}

// Render writes one run. Columns count characters, not bytes.
func Render(w io.Writer, l Log) error {
	r := run{Tool: tool{driver{Name: "sevenfold", Version: l.Version, Rules: []rule{}}}, Language: l.Language, ColumnKind: "unicodeCodePoints", Results: []result{}}
	index := map[string]int{}
	for i, known := range l.Rules {
		index[known.ID] = i
		r.Tool.Driver.Rules = append(r.Tool.Driver.Rules, rule{ID: known.ID, ShortDescription: text{known.Title}, FullDescription: text{known.Why},
			Help: text{known.Fix}, HelpURI: known.HelpURI, Default: configuration{string(known.Severity)}})
	}
	for _, x := range l.Results {
		f := x.Finding
		r.Results = append(r.Results, result{RuleID: f.Rule, RuleIndex: index[f.Rule], Level: string(f.Severity), Message: text{x.Message},
			Locations: []location{{physical{artifact{uri(f.Place.File)}, region{f.Place.Line, f.Place.Column, max(f.Place.EndColumn, f.Place.Column)}}}}})
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(file{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []run{r}})
}

// uri is a path as SARIF wants it: relative with slashes, or a file's address.
func uri(path string) string {
	path = filepath.ToSlash(path)
	if filepath.IsAbs(path) {
		return (&url.URL{Scheme: "file", Path: path}).String()
	}
	return (&url.URL{Path: path}).EscapedPath()
}
