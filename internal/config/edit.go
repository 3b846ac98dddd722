package config

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Edit gives the text of a settings file with one setting changed and
// everything else as it stands: comments, order, blank lines. The value is text
// as a flag would have it. A file that is no settings file is refused by the
// faults of Load; where the setting stands in a way that cannot be changed
// without touching something else, it is config.not_editable.
func Edit(data []byte, key, value string) ([]byte, error) {
	s, err := find(key)
	if err != nil {
		return nil, err
	}
	before, wanted := Default(), Default()
	if err := before.parse(FileName, data); err != nil {
		return nil, err
	}
	if err := wanted.apply(s, value, Origin{}); err != nil {
		return nil, err
	}
	e := editor{lines: strings.SplitAfter(string(data), "\n"), eol: "\n", key: key, text: s.yaml(wanted)}
	if strings.Contains(string(data), "\r\n") {
		e.eol = "\r\n"
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fault.New(fault.KindInvalid, "config.not_yaml").With("reason", err.Error())
	}
	out := []byte(e.edit(&doc, s))
	after := Default()
	if after.parse(FileName, out) != nil || s.text(after) != s.text(wanted) || !sameBut(key, before, after) {
		return nil, fault.New(fault.KindConflict, "config.not_editable").With("key", key)
	}
	return out, nil
}

// sameBut reports that two configurations differ in no other setting.
func sameBut(key string, a, b Config) bool {
	return !slices.ContainsFunc(settings(), func(s setting) bool { return s.key != key && s.text(a) != s.text(b) })
}

// editor changes one setting in the lines of a file.
type editor struct {
	lines     []string // with their ends
	eol       string
	key, text string // the setting and its value as YAML
}

func (e *editor) edit(doc *yaml.Node, s setting) string {
	head, name, nested := strings.Cut(e.key, ".")
	if !nested {
		name = e.key
	}
	var top *yaml.Node
	if len(doc.Content) > 0 && doc.Content[0].Kind == yaml.MappingNode {
		top = doc.Content[0]
	}
	if k, v := entry(top, e.key); k != nil {
		return e.replace(k, v)
	}
	if !nested {
		if at := e.commented(0, len(e.lines), "", name, s); at >= 0 {
			return e.put(at, at+1, name+": "+e.text)
		}
		return e.append(name + ": " + e.text)
	}
	k, group := entry(top, head)
	if k == nil {
		return e.append(head + ":" + e.eol + "  " + name + ": " + e.text)
	}
	if k2, v2 := entry(group, name); k2 != nil {
		return e.replace(k2, v2)
	}
	indent := "  "
	if group.Kind == yaml.MappingNode && len(group.Content) > 0 {
		indent = strings.Repeat(" ", group.Content[0].Column-1)
	}
	end := k.Line
	for end < len(e.lines) && (strings.HasPrefix(e.lines[end], " ") || strings.TrimSpace(e.lines[end]) == "") {
		end++
	}
	if at := e.commented(k.Line, end, indent, name, s); at >= 0 {
		return e.put(at, at+1, indent+name+": "+e.text)
	}
	return e.put(k.Line, k.Line, indent+name+": "+e.text)
}

// entry finds a key of a map; nil for none.
func entry(n *yaml.Node, name string) (key, value *yaml.Node) {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i], n.Content[i+1]
		}
	}
	return nil, nil
}

// replace puts the value in place of the one that stands there. Comments
// inside a list that goes away move above it.
func (e *editor) replace(key, value *yaml.Node) string {
	line := e.lines[key.Line-1]
	runes := []rune(line)
	indent := strings.Repeat(" ", max(key.Column-1, 0))
	last, comments := key.Line, []string(nil)
	var visit func(*yaml.Node)
	visit = func(n *yaml.Node) {
		last = max(last, n.Line)
		for _, c := range []string{n.HeadComment, n.LineComment, n.FootComment} {
			for text := range strings.SplitSeq(c, "\n") {
				if text != "" {
					comments = append(comments, indent+strings.TrimSpace(text))
				}
			}
		}
		for _, child := range n.Content {
			visit(child)
		}
	}
	start := key.Column - 1 + len([]rune(key.Value))
	if q := key.Style & (yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle); q != 0 {
		start += 2
	}
	for start < len(runes) && runes[start] != ':' {
		start++
	}
	start = min(start+1, len(runes))
	if value.Kind == yaml.ScalarNode {
		rest := ""
		for _, c := range []string{value.LineComment, key.LineComment} {
			if c != "" && rest == "" {
				rest = " " + c
			}
		}
		return e.put(key.Line-1, max(last, value.Line), string(runes[:start])+" "+e.text+rest)
	}
	if key.LineComment != "" {
		comments = append(comments, indent+key.LineComment)
	}
	visit(value)
	return e.put(key.Line-1, last, strings.Join(append(comments, string(runes[:start])+" "+e.text), e.eol))
}

// commented finds the line that shows the default as a comment, as a new file
// has it; -1 for none. Another comment is somebody's own words.
func (e *editor) commented(from, until int, indent, name string, s setting) int {
	shown := regexp.MustCompile(`^` + indent + `#\s?` + regexp.QuoteMeta(name) + `:\s*` + regexp.QuoteMeta(s.yaml(Default())) + `\s*$`)
	for i := from; i < until; i++ {
		if shown.MatchString(e.lines[i]) {
			return i
		}
	}
	return -1
}

// put writes text in place of some lines.
func (e *editor) put(from, until int, text string) string {
	return strings.Join(slices.Concat(e.lines[:from], []string{text + e.eol}, e.lines[min(until, len(e.lines)):]), "")
}

func (e *editor) append(text string) string {
	all := strings.Join(e.lines, "")
	if all != "" && !strings.HasSuffix(all, "\n") {
		all += e.eol
	}
	return all + text + e.eol
}
