package cli

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// completionCommand prints a script that makes a shell complete commands and
// flags.
type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish"`
}

// Run prints the script. It is text for a shell, so --format has no say.
func (c *completionCommand) Run(s *Session, k *kong.Kong) error {
	var script string
	switch c.Shell {
	case "bash":
		script = bashCompletion(k.Model.Node)
	case "zsh":
		script = zshCompletion(k.Model.Node)
	case "fish":
		script = fishCompletion(k.Model.Node)
	}
	_, err := fmt.Fprint(s.Stdout, script)
	return err
}

// completion is what may follow one command path.
type completion struct {
	path     string // "import bill"; empty at the root
	commands []*kong.Node
	flags    []*kong.Flag
	values   []string // of the first positional argument, when it is one of a few
}

// completions lists every command path, the root first.
func completions(n *kong.Node) []completion {
	c := completion{path: strings.TrimSpace(strings.TrimPrefix(n.FullPath(), "sevenfold"))}
	for at := n; at != nil; at = at.Parent {
		for _, f := range at.Flags {
			if !f.Hidden {
				c.flags = append(c.flags, f)
			}
		}
	}
	if len(n.Positional) > 0 && n.Positional[0].Enum != "" {
		c.values = n.Positional[0].EnumSlice()
	}
	var below []completion
	for _, child := range n.Children {
		if child.Hidden {
			continue
		}
		c.commands = append(c.commands, child)
		below = append(below, completions(child)...)
	}
	return append([]completion{c}, below...)
}

// words are all completions of a path, flags with their -- spelled.
func (c completion) words() []string {
	var words []string
	for _, n := range c.commands {
		words = append(words, n.Name)
	}
	words = append(words, c.values...)
	for _, f := range c.flags {
		words = append(words, flagWord(f))
	}
	return words
}

func flagWord(f *kong.Flag) string {
	if f.Tag.Negatable != "" {
		return "--no-" + f.Name
	}
	return "--" + f.Name
}

// bashCompletion walks the words before the cursor, keeps those that name a
// command, and offers what may follow; files where nothing else may.
func bashCompletion(root *kong.Node) string {
	var b strings.Builder
	b.WriteString(`# bash completion for sevenfold. To load it: source <(sevenfold completion bash)
_sevenfold() {
  local cur=${COMP_WORDS[COMP_CWORD]} path= word words
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
`)
	all := completions(root)
	for _, c := range all[1:] {
		fmt.Fprintf(&b, "      %q) path=%q ;;\n", " "+c.path, " "+c.path)
	}
	b.WriteString("    esac\n  done\n  case $path in\n")
	for _, c := range all {
		path := ""
		if c.path != "" {
			path = " " + c.path
		}
		fmt.Fprintf(&b, "    %q) words=%q ;;\n", path, strings.Join(c.words(), " "))
	}
	b.WriteString(`  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [ ${#COMPREPLY[@]} -eq 0 ]; then
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _sevenfold sevenfold
`)
	return b.String()
}

// zshCompletion offers commands with their first sentence, flags, and files.
func zshCompletion(root *kong.Node) string {
	var b strings.Builder
	b.WriteString(`#compdef sevenfold
# zsh completion for sevenfold. To load it: source <(sevenfold completion zsh)
_sevenfold() {
  local path="" word
  local -a items
  for word in "${words[@]:1:$((CURRENT-2))}"; do
    case "$path $word" in
`)
	all := completions(root)
	for _, c := range all[1:] {
		fmt.Fprintf(&b, "      %s) path=%s ;;\n", quoted(" "+c.path), quoted(" "+c.path))
	}
	b.WriteString("    esac\n  done\n  case $path in\n")
	for _, c := range all {
		path := ""
		if c.path != "" {
			path = " " + c.path
		}
		fmt.Fprintf(&b, "    %s) items=(", quoted(path))
		for _, n := range c.commands {
			b.WriteString(" " + quoted(zshItem(n.Name, n.Help)))
		}
		for _, v := range c.values {
			b.WriteString(" " + quoted(v))
		}
		for _, f := range c.flags {
			b.WriteString(" " + quoted(zshItem(flagWord(f), f.Help)))
		}
		b.WriteString(" ) ;;\n")
	}
	b.WriteString(`  esac
  _describe sevenfold items || _files
}
if [ "$funcstack[1]" = "_sevenfold" ]; then
  _sevenfold "$@"
else
  compdef _sevenfold sevenfold
fi
`)
	return b.String()
}

// zshItem is name:description; a colon in the name would end it early.
func zshItem(name, help string) string {
	return strings.ReplaceAll(name, ":", `\:`) + ":" + firstSentence(help)
}

// fishCompletion is a line per word.
func fishCompletion(root *kong.Node) string {
	var b strings.Builder
	b.WriteString("# fish completion for sevenfold. To load it: sevenfold completion fish | source\n")
	for _, c := range completions(root) {
		when := fishCondition(c)
		for _, n := range c.commands {
			fmt.Fprintf(&b, "complete -c sevenfold -f -n %s -a %s -d %s\n", quoted(when), quoted(n.Name), quoted(firstSentence(n.Help)))
		}
		for _, v := range c.values {
			fmt.Fprintf(&b, "complete -c sevenfold -f -n %s -a %s\n", quoted(when), quoted(v))
		}
		for _, f := range c.flags {
			short := ""
			if f.Short != 0 {
				short = " -s " + string(f.Short)
			}
			argument := " -r"
			if f.IsBool() {
				argument = ""
			}
			fmt.Fprintf(&b, "complete -c sevenfold -n %s -l %s%s%s -d %s\n", quoted(when),
				strings.TrimPrefix(flagWord(f), "--"), short, argument, quoted(firstSentence(f.Help)))
		}
	}
	return b.String()
}

// fishCondition holds when the words so far are this path and no deeper one.
func fishCondition(c completion) string {
	if c.path == "" {
		return "__fish_use_subcommand"
	}
	var conditions []string
	for word := range strings.FieldsSeq(c.path) {
		conditions = append(conditions, "__fish_seen_subcommand_from "+word)
	}
	if len(c.commands) > 0 {
		var names []string
		for _, n := range c.commands {
			names = append(names, n.Name)
		}
		conditions = append(conditions, "not __fish_seen_subcommand_from "+strings.Join(names, " "))
	}
	return strings.Join(conditions, "; and ")
}

// quoted is a word for any of the three shells.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
