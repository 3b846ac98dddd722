package cli

import (
	"errors"
	"regexp"

	"github.com/alecthomas/kong"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// phrases turn what the argument parser says, in English only, into faults that
// are worded in both languages. The names of groups are the message arguments.
func phrases() []struct {
	code    string
	pattern *regexp.Regexp
} {
	return []struct {
		code    string
		pattern *regexp.Regexp
	}{
		{"cli.flag_unknown_similar", regexp.MustCompile(`^unknown flag (?P<flag>\S+), did you mean (?:one of )?(?P<similar>.+)\?$`)},
		{"cli.flag_unknown", regexp.MustCompile(`^unknown flag (?P<flag>\S+)$`)},
		{"cli.argument_unexpected_similar", regexp.MustCompile(`^unexpected argument (?P<argument>.+), did you mean (?:one of )?(?P<similar>.+)\?$`)},
		{"cli.argument_unexpected", regexp.MustCompile(`^unexpected argument (?P<argument>.+)$`)},
		{"cli.flags_missing", regexp.MustCompile(`^missing flags: (?P<flags>.+)$`)},
		{"cli.argument_missing", regexp.MustCompile(`^(?:expected|missing positional arguments) "?(?P<arguments><[^"]+>[^"]*?)"?$`)},
		{"cli.command_missing", regexp.MustCompile(`^expected (?:one of )?(?P<commands>".+)$`)},
		{"cli.flag_value_missing", regexp.MustCompile(`^(?P<flag>--?\S+?): expected .+ value but got "EOL".*$`)},
		{"cli.flag_not_one_of", regexp.MustCompile(`^(?P<flag>--?\S+?|<[^>]+>)(?:=\S+)? must be one of (?P<values>.+) but got (?P<value>.+)$`)},
		{"cli.flags_exclusive", regexp.MustCompile(`^(?P<left>--\S+) and (?P<right>--\S+) can't be used together$`)},
		{"cli.flag_not_integer", regexp.MustCompile(`^(?P<flag>--?\S+?|<[^>]+>)(?:=\S+)?: expected a.* int.* but got "?(?P<value>[^" ]*)"?.*$`)},
		{"cli.flag_not_bool", regexp.MustCompile(`^(?P<flag>--?\S+?)(?:=\S+)?: bool value must be .+ but got "(?P<value>.*)"$`)},
		{"cli.flag_value_invalid", regexp.MustCompile(`^(?P<flag>--?\S+?): (?P<reason>.+)$`)},
	}
}

// parseFault words an error of the argument parser.
func parseFault(err error) error {
	if _, ok := fault.As(err); ok {
		return usage(err)
	}
	var parse *kong.ParseError
	if !errors.As(err, &parse) {
		return err
	}
	for _, p := range phrases() {
		m := p.pattern.FindStringSubmatch(err.Error())
		if m == nil {
			continue
		}
		f := fault.New(fault.KindInvalid, p.code)
		for i, name := range p.pattern.SubexpNames() {
			if name != "" {
				f = f.With(name, m[i])
			}
		}
		return usage(f.Because(err))
	}
	return usage(fault.New(fault.KindInvalid, "cli.usage").With("reason", err.Error()).Because(err))
}

// commandOf is the command that a line meant, as far as it was understood.
func commandOf(err error) *kong.Node {
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil {
		return parse.Context.Selected()
	}
	return nil
}
