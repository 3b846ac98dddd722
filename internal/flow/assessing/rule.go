package assessing

import (
	"bytes"
	_ "embed"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

//go:embed maturity.yaml
var shippedRule []byte

// ruleFile is a rule as people write it; numbers are read as text, so that no
// digit is lost.
type ruleFile struct {
	Name     string `yaml:"name"`
	Version  int    `yaml:"version"`
	Material struct {
		Share     yaml.Node `yaml:"share"`
		Customers int       `yaml:"customers"`
	} `yaml:"material"`
	Classes map[string]map[string]yaml.Node `yaml:"classes"`
	Grades  struct {
		High   yaml.Node `yaml:"high"`
		Medium yaml.Node `yaml:"medium"`
	} `yaml:"grades"`
	Outcome struct {
		Coverage yaml.Node `yaml:"coverage"`
	} `yaml:"outcome"`
	Declared struct {
		OutcomeShare yaml.Node `yaml:"outcome_share"`
	} `yaml:"declared"`
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// ParseRule reads a rule file, and the outcome share it may declare.
func ParseRule(file string, data []byte) (_ maturity.Rule, outcome *money.Decimal, err error) {
	var f ruleFile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	err = dec.Decode(&f)
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
		return maturity.Rule{}, nil, fault.New(fault.KindInvalid, "maturity.not_yaml").
			With("reason", strings.TrimPrefix(err.Error(), "yaml: ")).At(place)
	}
	p := numbers{file: file}
	r := maturity.Rule{Name: f.Name, Version: f.Version, MaterialShare: p.read(f.Material.Share), MaterialCustomers: f.Material.Customers,
		HighConfidence: p.read(f.Grades.High), MediumConfidence: p.read(f.Grades.Medium), Needs: map[maturity.Class][]maturity.Need{}}
	if n := f.Outcome.Coverage; !n.IsZero() {
		r.OutcomeCoverage = p.read(n)
	}
	for class, needs := range f.Classes {
		list := []maturity.Need{}
		for _, c := range maturity.Criteria() {
			if n, ok := needs[string(c)]; ok {
				list = append(list, maturity.Need{Criterion: c, AtLeast: p.read(n)})
				delete(needs, string(c))
			}
		}
		for unknown := range needs {
			list = append(list, maturity.Need{Criterion: maturity.Criterion(unknown)}) // refused by Validate
		}
		r.Needs[maturity.Class(class)] = list
	}
	if n := f.Declared.OutcomeShare; !n.IsZero() {
		share := p.read(n)
		outcome = &share
		if share.Sign() < 0 || share.Cmp(money.One) > 0 {
			p.fail(n)
		}
	}
	if p.err != nil {
		return maturity.Rule{}, nil, p.err
	}
	if err := r.Validate(); err != nil {
		if f, ok := fault.As(err); ok {
			err = f.At(fault.Place{File: file})
		}
		return maturity.Rule{}, nil, err
	}
	return r, outcome, nil
}

// numbers reads exact decimals out of YAML and keeps the first fault.
type numbers struct {
	file string
	err  error
}

func (p *numbers) read(n yaml.Node) money.Decimal {
	d, err := money.ParseDecimal(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		p.fail(n)
	}
	return d
}

func (p *numbers) fail(n yaml.Node) {
	if p.err == nil {
		p.err = fault.New(fault.KindInvalid, "maturity.number").With("value", n.Value).
			At(fault.Place{File: p.file, Row: int64(n.Line)})
	}
}
