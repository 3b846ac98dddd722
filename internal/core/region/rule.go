package region

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

// Doubt says what a service that nobody decides on counts as.
type Doubt string

const (
	DoubtOpen    Doubt = "doubt"    // not counted, but the verdict is not HIGH
	DoubtMissing Doubt = "missing"  // counts as unavailable
	DoubtLeftOut Doubt = "left_out" // not counted
)

// Rule is how a verdict is reached.
type Rule struct {
	Name    string
	Version int
	// MoreThan is the share of what is needed that MODERATE asks to exceed.
	MoreThan money.Decimal
	// Alternatives: MODERATE asks for one for everything that is missing.
	Alternatives bool
	Unknown      Doubt
}

// ParseRule reads a rule file.
//
// Faults: region.rule_malformed.
func ParseRule(name string, text []byte) (Rule, error) {
	var f struct {
		Name     string `yaml:"name"`
		Version  int    `yaml:"version"`
		Moderate struct {
			MoreThan     string `yaml:"more_than"`
			Alternatives bool   `yaml:"alternatives"`
		} `yaml:"moderate"`
		Unknown Doubt `yaml:"unknown"`
	}
	bad := func(value string) error {
		return fault.New(fault.KindInvalid, "region.rule_malformed").With("value", value).At(fault.Place{File: name})
	}
	if err := strict(name, text, &f); err != nil {
		return Rule{}, err
	}
	share, err := money.ParseDecimal(strings.TrimSpace(f.Moderate.MoreThan))
	switch {
	case f.Name == "" || f.Version < 1:
		return Rule{}, bad("name, version")
	case err != nil || share.Sign() < 0 || share.Cmp(money.One) >= 0:
		return Rule{}, bad("moderate.more_than: " + f.Moderate.MoreThan)
	case f.Unknown != DoubtOpen && f.Unknown != DoubtMissing && f.Unknown != DoubtLeftOut:
		return Rule{}, bad("unknown: " + string(f.Unknown))
	}
	return Rule{Name: f.Name, Version: f.Version, MoreThan: share, Alternatives: f.Moderate.Alternatives, Unknown: f.Unknown}, nil
}
