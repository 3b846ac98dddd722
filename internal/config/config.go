// Package config is what a workspace is set to, and where each value came from:
// a flag, the environment, sevenfold.yaml, or the default, in this order of
// weight.
//
// It owns the list of settings, their text forms and their limits. It does not
// own the workspace's folders (internal/app) nor the words of its faults
// (internal/i18n).
package config

import (
	"os"
	"path/filepath"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

// FileName is the file that makes a folder a workspace.
const FileName = "sevenfold.yaml"

// Config is every setting with its effective value.
type Config struct {
	Lang     string         // language of everything that is shown; empty asks the environment
	Currency money.Currency // of reports
	Rates    Rates
	// MemoryBytes caps the whole process.
	MemoryBytes     int64
	Threads         int    // 0 means all processors
	State           string // a path relative to the workspace, or a postgres URL
	Rejects         Rejects
	Match           Match
	Categorise      Categorise
	Partner         Partner
	Serve           Serve
	FiscalYearStart time.Month

	origins map[string]Origin
	input   Input // that it was loaded from
}

// Calendar is the firm's year.
func (c Config) Calendar() period.Calendar { return period.Calendar(c.FiscalYearStart) }

// Rates say how amounts reach the report currency.
type Rates struct {
	Policy rate.Policy
}

// Rejects say when an import stops.
type Rejects struct {
	// MaxShare is the share of unreadable rows, 0 to 1, above which nothing is imported.
	MaxShare money.Decimal
}

// Match says what is decided about customers without asking.
type Match struct {
	// Accept is the probability from which two are one customer without asking,
	// Apart the one below which they are not; between them a person is asked.
	Accept, Apart money.Decimal
}

// Categorise says what is decided about lines without asking.
type Categorise struct {
	// Accept is the probability from which the classifier's answer counts without
	// asking: 0 to 1.
	Accept money.Decimal
}

// Serve says who uses the server.
type Serve struct {
	// Team: everybody signs in; else it is one user of this machine.
	Team bool
	// Roots are folders of this machine from which a page may import; a relative
	// one is below the workspace. One user of this machine has the workspace too.
	Roots []string
}

// Partner is the firm whose books these are.
type Partner struct {
	Name string
	// Payers are the cloud payer accounts that are the partner's own: what
	// they pay for is resold.
	Payers []string
}

// Source is where a value came from.
type Source string

const (
	SourceDefault Source = "default"
	SourceFile    Source = "file"
	SourceEnv     Source = "environment"
	SourceFlag    Source = "flag"
)

// Origin says where a value came from: the file and line, the variable, the flag.
type Origin struct {
	Source Source
	Name   string // path of the file, name of the variable or flag
	Line   int    // in the file
}

// Input is what Load reads.
type Input struct {
	Dir   string              // the workspace; it may have no file yet
	Env   func(string) string // such as os.Getenv
	Flags map[string]string   // values by setting key, only those that were given
}

// Value is one setting as text, for showing.
type Value struct {
	Key    string
	Text   string
	Origin Origin
}

// Default is the configuration of a workspace that says nothing.
func Default() Config {
	c := Config{origins: map[string]Origin{}}
	for _, s := range settings() {
		if err := s.set(&c, s.initial); err != nil {
			panic("config: default of " + s.key + ": " + err.Error())
		}
		c.origins[s.key] = Origin{Source: SourceDefault}
	}
	return c
}

// Load reads the file (if there is one), the environment and the flags.
func Load(in Input) (Config, error) {
	c := Default()
	c.input = in
	if err := c.readFile(filepath.Join(in.Dir, FileName)); err != nil {
		return Config{}, err
	}
	for _, s := range settings() {
		name := EnvName(s.key)
		if text := in.Env(name); text != "" {
			if err := c.apply(s, text, Origin{Source: SourceEnv, Name: name}); err != nil {
				return Config{}, err
			}
		}
	}
	for _, s := range settings() {
		if text, ok := in.Flags[s.key]; ok {
			if err := c.apply(s, text, Origin{Source: SourceFlag, Name: "--" + s.key}); err != nil {
				return Config{}, err
			}
		}
	}
	return c, nil
}

// Values lists every setting in the order of the documentation.
func (c Config) Values() []Value {
	var values []Value
	for _, s := range settings() {
		text := s.text
		if s.shown != nil {
			text = s.shown
		}
		values = append(values, Value{Key: s.key, Text: text(c), Origin: c.origins[s.key]})
	}
	return values
}

// Origin says where the value of a setting came from.
func (c Config) Origin(key string) Origin { return c.origins[key] }

// FindWorkspace gives the nearest folder at or above dir that has a
// sevenfold.yaml; false when there is none.
func FindWorkspace(dir string) (string, bool) {
	for {
		if info, err := os.Stat(filepath.Join(dir, FileName)); err == nil && info.Mode().IsRegular() {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}
