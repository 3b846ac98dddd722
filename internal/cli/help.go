package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/render/terminal"
)

// helpFlag stops the parser when it is met, whatever else is wrong with the
// command line.
type helpFlag bool

// IsBool makes it a flag without a value.
func (helpFlag) IsBool() bool { return true }

// BeforeReset runs before required arguments are checked.
func (h helpFlag) BeforeReset(ctx *kong.Context) error {
	node := ctx.Selected()
	if node == nil {
		node = ctx.Model.Node
	}
	return &helpAsked{node}
}

// helpAsked travels as an error because the parser has no other way to stop.
type helpAsked struct{ node *kong.Node }

func (h *helpAsked) Error() string { return "help asked for " + h.node.FullPath() }

// helpText is the help of a command, or of the program at the root, for a
// terminal of the given width.
func helpText(l *i18n.Localizer, n *kong.Node, width int) string {
	h := helper{l: l, width: width}
	h.line(l.Text("cli.help.usage", nil) + " " + h.usage(n))
	h.line("")
	h.line(terminal.Wrap(strings.TrimSpace(n.Help), width))
	h.arguments(n)
	h.commands(n)
	if n.Parent != nil {
		h.flags("cli.help.flags", n)
	}
	h.flags("cli.help.global_flags", root(n))
	h.example(n)
	h.exitCodes()
	if n.Parent == nil {
		h.line("")
		h.line(l.Text("cli.help.more", nil))
	}
	return h.b.String()
}

type helper struct {
	l     *i18n.Localizer
	width int // of the terminal; 0 means unlimited
	b     strings.Builder
}

func (h *helper) line(s string) { h.b.WriteString(s + "\n") }

func root(n *kong.Node) *kong.Node {
	for n.Parent != nil {
		n = n.Parent
	}
	return n
}

// messagePath is the prefix of a node's texts: cli.import.bill.
func messagePath(n *kong.Node) string {
	if n.Parent == nil {
		return "cli"
	}
	return messagePath(n.Parent) + "." + n.Name
}

func (h *helper) usage(n *kong.Node) string {
	parts := []string{n.FullPath()}
	for _, a := range n.Positional {
		parts = append(parts, a.Summary())
	}
	if len(n.Children) > 0 {
		parts = append(parts, h.l.Text("cli.help.command_slot", nil))
	}
	return strings.Join(append(parts, h.l.Text("cli.help.flags_slot", nil)), " ")
}

// section writes a heading and pairs in two columns.
func (h *helper) section(heading string, pairs [][2]string) {
	if len(pairs) == 0 {
		return
	}
	h.line("")
	h.line(heading)
	h.line(terminal.Pairs(pairs, 2, h.width))
}

func (h *helper) arguments(n *kong.Node) {
	var pairs [][2]string
	for _, a := range n.Positional {
		pairs = append(pairs, [2]string{a.Summary(), a.Help})
	}
	h.section(h.l.Text("cli.help.arguments", nil), pairs)
}

// commands lists what is below a node, in groups where there are some.
func (h *helper) commands(n *kong.Node) {
	var order []string
	groups := map[string][][2]string{}
	for _, c := range n.Children {
		if c.Hidden {
			continue
		}
		heading := h.l.Text("cli.help.commands", nil)
		if c.Group != nil {
			heading = h.l.Text("cli.group."+c.Group.Key, nil)
		}
		if groups[heading] == nil {
			order = append(order, heading)
		}
		groups[heading] = append(groups[heading], [2]string{c.Name, firstSentence(c.Help)})
	}
	for _, heading := range order {
		h.section(heading, groups[heading])
	}
}

// firstSentence ends at a full stop of either language, or at the line's end.
func firstSentence(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if i := strings.Index(s, ". "); i >= 0 {
		s = s[:i]
	}
	if i := strings.Index(s, "。"); i >= 0 {
		s = s[:i]
	}
	return strings.TrimSuffix(s, ".")
}

func (h *helper) flags(heading string, n *kong.Node) {
	var pairs [][2]string
	for _, f := range n.Flags {
		if !f.Hidden {
			pairs = append(pairs, [2]string{flagText(f), f.Help})
		}
	}
	h.section(h.l.Text(heading, nil), pairs)
}

// flagText is "-o, --output=FILE".
func flagText(f *kong.Flag) string {
	name := "--" + f.Name
	if f.Tag.Negatable != "" {
		name = "--no-" + f.Name
	}
	if f.Short != 0 {
		name = "-" + string(f.Short) + ", " + name
	} else {
		name = "    " + name
	}
	if f.IsBool() {
		return name
	}
	return name + "=" + f.FormatPlaceHolder()
}

func (h *helper) example(n *kong.Node) {
	key := messagePath(n) + ".example"
	if !h.l.Has(key) {
		return
	}
	h.line("")
	h.line(h.l.Text("cli.help.examples", nil))
	for line := range strings.SplitSeq(strings.TrimSpace(h.l.Text(key, nil)), "\n") {
		h.line("  " + line)
	}
}

func (h *helper) exitCodes() {
	var pairs [][2]string
	for _, e := range exitCodes() {
		pairs = append(pairs, [2]string{fmt.Sprintf("%3s", strconv.Itoa(e.code)), h.l.Text("cli.exit."+e.name, nil)})
	}
	h.section(h.l.Text("cli.help.exit_codes", nil), pairs)
}
