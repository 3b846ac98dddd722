package triggering

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/core/trigger"
)

// ruleFile is a rule as people write it; numbers are read as text, so that no
// digit is lost.
type ruleFile struct {
	ID     string    `yaml:"id"`
	Name   wordsFile `yaml:"name"`
	Why    wordsFile `yaml:"why"`
	Signal struct {
		Kind       string    `yaml:"kind"`
		Of         string    `yaml:"of"`
		Match      matchFile `yaml:"match"`
		Without    matchFile `yaml:"without"`
		Months     int       `yaml:"months"`
		History    int       `yaml:"history"`
		Recent     int       `yaml:"recent"`
		By         yaml.Node `yaml:"by"`
		LeastShare yaml.Node `yaml:"least_share"`
		Follows    int       `yaml:"follows"`
		// LeastMonthly is an amount with its currency: 5000 USD.
		LeastMonthly  string `yaml:"least_monthly"`
		LeastServices int    `yaml:"least_services"`
	} `yaml:"signal"`
	Confidence string `yaml:"confidence"`
	Suggests   struct {
		Category string `yaml:"category"`
		Offering string `yaml:"offering"`
		Strategy string `yaml:"strategy"`
	} `yaml:"suggests"`
	Source *struct {
		Title string `yaml:"title"`
		URL   string `yaml:"url"`
		Read  string `yaml:"read"`
	} `yaml:"source"`
	Cases []struct {
		Name  string              `yaml:"name"`
		Rows  []map[string]string `yaml:"rows"`
		Finds []string            `yaml:"finds"`
	} `yaml:"cases"`
}

type wordsFile struct {
	EN string `yaml:"en"`
	ZH string `yaml:"zh-CN"`
}

type matchFile struct {
	Providers   []string `yaml:"providers"`
	Services    []string `yaml:"services"`
	Categories  []string `yaml:"categories"`
	Meters      []string `yaml:"meters"`
	Marketplace *bool    `yaml:"marketplace"`
	Support     *bool    `yaml:"support"`
}

func (m matchFile) match() trigger.Match {
	return trigger.Match{Providers: m.Providers, Services: m.Services, Categories: m.Categories, Meters: m.Meters, Marketplace: m.Marketplace, Support: m.Support}
}

// What a rule has that says nothing of it.
const (
	usualMonths = 3
	usualRecent = 6
)

var yamlLine = regexp.MustCompile(`line (\d+)`)

// Parse reads a file with one rule. Faults: trigger.not_yaml, trigger.number, trigger.amount,
// and those of trigger.Rule.Validate.
func Parse(file string, data []byte) (trigger.Rule, error) {
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
		return trigger.Rule{}, fault.New(fault.KindInvalid, "trigger.not_yaml").With("reason", strings.TrimPrefix(err.Error(), "yaml: ")).At(place)
	}
	p := numbers{file: file}
	s := f.Signal
	r := trigger.Rule{ID: trigger.ID(f.ID), Name: trigger.Words(f.Name), Why: trigger.Words(f.Why), Confidence: trigger.Confidence(f.Confidence),
		Signal: trigger.Signal{Kind: trigger.Kind(s.Kind), Of: trigger.Of(s.Of), Match: s.Match.match(), Without: s.Without.match(), Months: s.Months,
			History: s.History, Recent: s.Recent, By: p.read(s.By), LeastShare: p.read(s.LeastShare), Follows: s.Follows,
			LeastMonthly: p.amount(s.LeastMonthly), LeastServices: s.LeastServices},
		Suggests: trigger.Suggestion{Category: service.Category(f.Suggests.Category), Offering: offering.ID(f.Suggests.Offering), Strategy: move.Strategy(f.Suggests.Strategy)}}
	if r.Signal.Months == 0 {
		r.Signal.Months = usualMonths
	}
	if r.Signal.Recent == 0 {
		r.Signal.Recent = usualRecent
	}
	if r.Signal.Kind == trigger.KindStarts && r.Signal.Of == "" {
		r.Signal.Of = trigger.OfAll
	}
	if f.Source != nil {
		r.Source = &trigger.Source{Title: f.Source.Title, URL: f.Source.URL}
		if r.Source.Read, err = time.Parse(time.DateOnly, f.Source.Read); err != nil {
			return trigger.Rule{}, fault.New(fault.KindInvalid, "trigger.source").With("rule", f.ID).With("value", f.Source.Read).At(fault.Place{File: file})
		}
	}
	for _, c := range f.Cases {
		r.Cases = append(r.Cases, trigger.Case{Name: c.Name, Rows: c.Rows, Finds: c.Finds})
	}
	if p.err != nil {
		return trigger.Rule{}, p.err
	}
	if err := r.Validate(); err != nil {
		if f, ok := fault.As(err); ok {
			err = f.At(fault.Place{File: file})
		}
		return trigger.Rule{}, err
	}
	return r, nil
}

// numbers reads exact decimals out of YAML and keeps the first fault; what is
// not there is zero.
type numbers struct {
	file string
	err  error
}

func (p *numbers) read(n yaml.Node) money.Decimal {
	if n.IsZero() {
		return money.Zero
	}
	d, err := money.ParseDecimal(n.Value)
	if (n.Kind != yaml.ScalarNode || err != nil) && p.err == nil {
		p.err = fault.New(fault.KindInvalid, "trigger.number").With("value", n.Value).At(fault.Place{File: p.file, Row: int64(n.Line)})
	}
	return d
}

// amount reads a plain decimal and a currency; nothing is zero.
func (p *numbers) amount(text string) money.Amount {
	if text == "" {
		return money.Amount{}
	}
	number, code, _ := strings.Cut(text, " ")
	d, err := money.ParseDecimal(number)
	currency, known := money.ParseCurrency(code)
	if (err != nil || known != nil) && p.err == nil {
		p.err = fault.New(fault.KindInvalid, "trigger.amount").With("value", text).At(fault.Place{File: p.file})
	}
	return money.New(d, currency)
}
