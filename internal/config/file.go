package config

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// maxFileBytes bounds sevenfold.yaml: it holds a handful of settings.
const maxFileBytes = 1 << 20

// readFile applies sevenfold.yaml; no file is no setting.
func (c *Config) readFile(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && info.Size() > maxFileBytes {
		return fault.New(fault.KindLimit, "config.file_too_large").At(fault.Place{File: path})
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return fault.New(fault.KindUnavailable, "config.file_unreadable").With("file", path).Because(err)
	}
	return c.parse(path, data)
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// parse applies the text of a file. Keys may be nested or joined with dots.
func (c *Config) parse(path string, data []byte) error {
	var doc, second yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&doc); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		place := fault.Place{File: path, Row: 1} // the library leaves out the first line's number
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			place.Row, _ = strconv.ParseInt(m[1], 10, 64)
		}
		return fault.New(fault.KindInvalid, "config.not_yaml").With("reason", strings.TrimPrefix(err.Error(), "yaml: ")).At(place)
	}
	if err := d.Decode(&second); !errors.Is(err, io.EOF) {
		return fault.New(fault.KindInvalid, "config.several_documents").At(fault.Place{File: path, Row: int64(second.Line)})
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return nil
	}
	p := parser{path: path, known: map[string]setting{}, config: c, seen: map[string]int{}}
	for _, s := range settings() {
		p.known[s.key] = s
	}
	return p.mapping("", doc.Content[0])
}

type parser struct {
	path   string
	known  map[string]setting
	config *Config
	seen   map[string]int // line by key
}

func (p *parser) at(n *yaml.Node) fault.Place { return fault.Place{File: p.path, Row: int64(n.Line)} }

func (p *parser) mapping(prefix string, n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fault.New(fault.KindInvalid, "config.not_a_map").With("key", strings.TrimSuffix(prefix, ".")).At(p.at(n))
	}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		full := prefix + key.Value
		s, known := p.known[full]
		switch {
		case known:
			if line, twice := p.seen[full]; twice {
				return fault.New(fault.KindInvalid, "config.key_twice").With("key", full).With("line", line).At(p.at(key))
			}
			p.seen[full] = key.Line
			if err := p.scalar(s, value); err != nil {
				return err
			}
		case p.isGroup(full):
			if value.Tag == "!!null" {
				continue // "partner:" with everything below it commented out
			}
			if err := p.mapping(full+".", value); err != nil {
				return err
			}
		default:
			return fault.New(fault.KindInvalid, "config.unknown_key").With("key", full).
				With("known", strings.Join(Keys(), ", ")).At(p.at(key))
		}
	}
	return nil
}

func (p *parser) isGroup(key string) bool {
	for k := range p.known {
		if strings.HasPrefix(k, key+".") {
			return true
		}
	}
	return false
}

// scalar takes the text as it stands in the file, not as YAML types it: an
// account id with leading zeros is no octal number.
func (p *parser) scalar(s setting, n *yaml.Node) error {
	from := Origin{Source: SourceFile, Name: p.path, Line: n.Line}
	switch {
	case n.Tag == "!!null":
		return nil // a key without a value keeps its default
	case n.Kind == yaml.ScalarNode:
		return p.config.apply(s, n.Value, from)
	case n.Kind == yaml.SequenceNode && s.list:
		var items []string
		for _, item := range n.Content {
			if item.Kind != yaml.ScalarNode {
				return fault.New(fault.KindInvalid, "config.not_a_value").With("key", s.key).At(p.at(item))
			}
			items = append(items, item.Value)
		}
		return p.config.apply(s, strings.Join(items, ","), from)
	}
	return fault.New(fault.KindInvalid, "config.not_a_value").With("key", s.key).At(p.at(n))
}

// ShownState is the state setting without a password.
func (c Config) ShownState() string {
	u, err := url.Parse(c.State)
	if err != nil || u.Scheme == "" {
		return c.State
	}
	return u.Redacted()
}
