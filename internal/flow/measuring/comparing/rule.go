package comparing

import (
	"bytes"
	_ "embed"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/quartile"
)

// RuleFile is the file of a workspace that replaces the rule that ships.
const RuleFile = "quartiles.yaml"

// maxRuleBytes bounds it: it holds a page of text.
const maxRuleBytes = 1 << 20

//go:embed quartiles.yaml
var shippedRule []byte

// ruleFile is a rule as people write it; numbers are read as text, so that no
// digit is lost.
type ruleFile struct {
	Name       string               `yaml:"name"`
	Version    int                  `yaml:"version"`
	Minimum    int                  `yaml:"minimum"`
	Protection yaml.Node            `yaml:"protection"`
	Steps      map[string]yaml.Node `yaml:"steps"`
	Rungs      []yaml.Node          `yaml:"rungs"`
	Bands      []yaml.Node          `yaml:"bands"`
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// ParseRule reads a rule file. Faults: quartile.not_yaml, quartile.number, and
// those of quartile.Rule.Validate, at the file.
func ParseRule(file string, data []byte) (quartile.Rule, error) {
	var f ruleFile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	err := dec.Decode(&f)
	if err == nil {
		if more := dec.Decode(&ruleFile{}); !errors.Is(more, io.EOF) {
			err = errors.New("a second document follows the first")
		}
	}
	if err != nil {
		place := fault.Place{File: file}
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			place.Row, _ = strconv.ParseInt(m[1], 10, 64)
		}
		return quartile.Rule{}, fault.New(fault.KindInvalid, "quartile.not_yaml").With("reason", strings.TrimPrefix(err.Error(), "yaml: ")).At(place)
	}
	r := quartile.Rule{Name: f.Name, Version: f.Version, Minimum: f.Minimum, Steps: map[quartile.Measure]money.Decimal{}}
	var first error
	read := func(n yaml.Node) money.Decimal {
		d, err := money.ParseDecimal(n.Value)
		if (n.Kind != yaml.ScalarNode || err != nil) && first == nil {
			first = fault.New(fault.KindInvalid, "quartile.number").With("value", n.Value).At(fault.Place{File: file, Row: int64(n.Line)})
		}
		return d
	}
	r.Protection = read(f.Protection)
	for m, n := range f.Steps {
		r.Steps[quartile.Measure(m)] = read(n)
	}
	for _, n := range f.Rungs {
		r.Rungs = append(r.Rungs, read(n))
	}
	for _, n := range f.Bands {
		r.Bands = append(r.Bands, read(n))
	}
	if first != nil {
		return quartile.Rule{}, first
	}
	if err := r.Validate(); err != nil {
		if f, ok := fault.As(err); ok {
			err = f.At(fault.Place{File: file})
		}
		return quartile.Rule{}, err
	}
	return r, nil
}

// rule gives the rule in force, and the path of the workspace's own; no path for
// the shipped one.
func (c *Comparer) rule() (quartile.Rule, string, error) {
	if c.Dir != "" {
		path := filepath.Join(c.Dir, RuleFile)
		info, err := os.Stat(path)
		if err == nil && info.Size() > maxRuleBytes {
			return quartile.Rule{}, "", fault.New(fault.KindLimit, "assess.file_too_large").At(fault.Place{File: path})
		}
		var data []byte
		if err == nil {
			data, err = os.ReadFile(path)
		}
		if err == nil {
			r, err := ParseRule(path, data)
			return r, path, err
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return quartile.Rule{}, "", fault.New(fault.KindUnavailable, "assess.file_unreadable").At(fault.Place{File: path}).Because(err)
		}
	}
	r, err := ParseRule(RuleFile, shippedRule)
	return r, "", err
}
