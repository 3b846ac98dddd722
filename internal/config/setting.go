package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/rate"
)

// setting is one key: its default and how its text form becomes a value and
// back. The initial text must be valid.
type setting struct {
	key     string
	initial string
	list    bool // a sequence in the file, comma separated elsewhere
	set     func(*Config, string) error
	text    func(Config) string
	shown   func(Config) string // where that is not the text: a password stays out of sight
}

// settings lists all there are, in the order in which they are shown.
func settings() []setting {
	return []setting{
		{key: "lang", set: setLang, text: func(c Config) string { return c.Lang }},
		{key: "currency", initial: "USD", set: setCurrency, text: func(c Config) string { return string(c.Currency) }},
		{key: "rates.policy", initial: string(rate.PolicyAverage), set: setPolicy, text: func(c Config) string { return string(c.Rates.Policy) }},
		{key: "memory", initial: "2GiB", set: setMemory, text: func(c Config) string { return FormatSize(c.MemoryBytes) }},
		{key: "threads", initial: "0", set: setThreads, text: func(c Config) string { return strconv.Itoa(c.Threads) }},
		{key: "state", initial: "state.db", set: setState, text: func(c Config) string { return c.State }, shown: Config.ShownState},
		{key: "rejects.max_share", initial: "0.01", set: setMaxShare, text: func(c Config) string { return c.Rejects.MaxShare.String() }},
		{key: "match.accept", initial: fmt.Sprint(identity.DefaultAccept), set: setAccept, text: func(c Config) string { return c.Match.Accept.String() }},
		{key: "match.apart", initial: fmt.Sprint(identity.DefaultApart), set: setApart, text: func(c Config) string { return c.Match.Apart.String() }},
		{key: "categorise.accept", initial: category.DefaultAccept, set: setCategoriseAccept, text: func(c Config) string { return c.Categorise.Accept.String() }},
		{key: "partner.name", set: func(c *Config, s string) error { c.Partner.Name = s; return nil }, text: func(c Config) string { return c.Partner.Name }},
		{key: "partner.payers", list: true, set: setPayers, text: func(c Config) string { return strings.Join(c.Partner.Payers, ",") }},
		{key: "serve.mode", initial: serveLocal, set: setServe, text: func(c Config) string {
			if c.Serve.Team {
				return serveTeam
			}
			return serveLocal
		}},
		{key: "serve.roots", list: true, set: setRoots, text: func(c Config) string { return strings.Join(c.Serve.Roots, ",") }},
		{key: "fiscal_year_start", initial: "1", set: setFiscalYear, text: func(c Config) string { return strconv.Itoa(int(c.FiscalYearStart)) }},
	}
}

// Keys lists the settings there are.
func Keys() []string {
	var keys []string
	for _, s := range settings() {
		keys = append(keys, s.key)
	}
	return keys
}

// EnvName is the variable of a setting: SEVENFOLD_RATES_POLICY for rates.policy.
func EnvName(key string) string {
	return "SEVENFOLD_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

func (c *Config) apply(s setting, text string, from Origin) error {
	if err := s.set(c, text); err != nil {
		place := fault.Place{File: from.Name, Row: int64(from.Line), Value: text}
		return fault.New(fault.KindInvalid, "config.value_invalid").With("key", s.key).With("value", text).
			At(place).Because(err)
	}
	c.origins[s.key] = from
	return nil
}

// oneOf says which values there are.
func oneOf(values string) *fault.Error {
	return fault.New(fault.KindInvalid, "config.not_one_of").With("values", values)
}

func setLang(c *Config, s string) error {
	switch s {
	case "", "en", "zh-CN":
		c.Lang = s
		return nil
	}
	return oneOf("en, zh-CN")
}

func setCurrency(c *Config, s string) error {
	currency, err := money.ParseCurrency(s)
	c.Currency = currency
	return err
}

func setPolicy(c *Config, s string) error {
	switch p := rate.Policy(s); p {
	case rate.PolicyAverage, rate.PolicyClosing:
		c.Rates.Policy = p
		return nil
	}
	return oneOf("average, closing")
}

// Values of serve.mode.
const (
	serveLocal = "local"
	serveTeam  = "team"
)

func setServe(c *Config, s string) error {
	switch s {
	case serveLocal, serveTeam:
		c.Serve.Team = s == serveTeam
		return nil
	}
	return oneOf(serveLocal + ", " + serveTeam)
}

// minMemory is what the engine needs to start and import anything.
const minMemory = 1 << 30

func setMemory(c *Config, s string) error {
	n, err := ParseSize(s)
	if err == nil && n < minMemory {
		return fault.New(fault.KindInvalid, "config.memory_too_small").With("least", FormatSize(minMemory))
	}
	c.MemoryBytes = n
	return err
}

func setThreads(c *Config, s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1024 {
		return fault.New(fault.KindInvalid, "config.not_in_range").With("from", 0).With("to", 1024)
	}
	c.Threads = n
	return nil
}

func setState(c *Config, s string) error {
	if strings.TrimSpace(s) == "" {
		return fault.New(fault.KindInvalid, "config.empty")
	}
	c.State = s
	return nil
}

func setMaxShare(c *Config, s string) error { return setShare(&c.Rejects.MaxShare, s) }

func setAccept(c *Config, s string) error { return setShare(&c.Match.Accept, s) }

func setApart(c *Config, s string) error { return setShare(&c.Match.Apart, s) }

func setCategoriseAccept(c *Config, s string) error { return setShare(&c.Categorise.Accept, s) }

// setShare reads a share or probability.
func setShare(to *money.Decimal, s string) error {
	d, err := money.ParseDecimal(s)
	if err != nil || d.Sign() < 0 || d.Cmp(money.One) > 0 {
		return fault.New(fault.KindInvalid, "config.not_in_range").With("from", 0).With("to", 1)
	}
	*to = d
	return nil
}

// setPayers keeps account ids as text: they may start with zeros.
func setPayers(c *Config, s string) error {
	c.Partner.Payers = nil
	for id := range strings.SplitSeq(s, ",") {
		if id = strings.TrimSpace(id); id != "" {
			c.Partner.Payers = append(c.Partner.Payers, id)
		}
	}
	return nil
}

func setRoots(c *Config, s string) error {
	c.Serve.Roots = nil
	for root := range strings.SplitSeq(s, ",") {
		if root = strings.TrimSpace(root); root != "" {
			c.Serve.Roots = append(c.Serve.Roots, root)
		}
	}
	return nil
}

func setFiscalYear(c *Config, s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 12 {
		return fault.New(fault.KindInvalid, "config.not_in_range").With("from", 1).With("to", 12)
	}
	c.FiscalYearStart = time.Month(n)
	return nil
}
