package config

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Set gives one setting a value, as a flag would.
func (c *Config) Set(key, value string) error {
	for _, s := range settings() {
		if s.key == key {
			return c.apply(s, value, Origin{Source: SourceFlag, Name: "--" + key})
		}
	}
	return fault.New(fault.KindInvalid, "config.unknown_key").With("key", key).With("known", strings.Join(Keys(), ", "))
}

// File gives the text of a sevenfold.yaml with every setting explained: those
// that differ from the default are set, the others stand as comments.
func (c Config) File(header string, comments map[string]string) string {
	var b strings.Builder
	comment(&b, "", header)
	group := ""
	for _, s := range settings() {
		name, indent := s.key, ""
		if head, rest, nested := strings.Cut(s.key, "."); nested {
			name, indent = rest, "  "
			if head != group {
				b.WriteString("\n" + head + ":\n")
			}
			group = head
		} else {
			group = ""
			b.WriteByte('\n')
		}
		comment(&b, indent, comments[s.key])
		sign := "# "
		if c.origins[s.key].Source != SourceDefault {
			sign = ""
		}
		b.WriteString(indent + sign + name + ": " + s.yaml(c) + "\n")
	}
	return b.String()
}

func comment(b *strings.Builder, indent, text string) {
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		b.WriteString(indent + "# " + line + "\n")
	}
}

// yaml writes the value so that the file reads back to the same: text is quoted
// where YAML would take it for something else.
func (s setting) yaml(c Config) string {
	if s.list {
		if s.text(c) == "" {
			return "[]"
		}
		var items []string
		for item := range strings.SplitSeq(s.text(c), ",") {
			items = append(items, quotedText(item)) // account ids may start with zeros
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return scalarText(s.text(c))
}

// plain is text that YAML takes as it stands.
var plain = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]*$`)

func scalarText(s string) string {
	if plain.MatchString(s) {
		return s
	}
	return quotedText(s)
}

// quotedText is a double-quoted scalar; JSON's strings are a subset of YAML's.
func quotedText(s string) string {
	text, err := json.Marshal(s)
	if err != nil {
		return `""` // a string always marshals
	}
	return string(text)
}
