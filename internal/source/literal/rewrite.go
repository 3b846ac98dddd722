package literal

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region/lint"
)

// edit replaces bytes of the file.
type edit struct {
	from, until int
	with        string
}

// Apply gives the file with the changes made, and nothing else touched: not a
// space, not a comment. What comes out was parsed again; where it does not
// parse, nothing is changed and the fault lint.fix_refused says so. In Terraform the
// data source that is asked is added where the module has none; added is its
// name, for the module's other files.
func (f File) Apply(changes []lint.Change) (_ []byte, added string, err error) {
	defer fault.Wrap(&err, "literal.Apply(%s)", f.Name)
	byLiteral := map[int][]lint.Change{}
	for _, c := range changes {
		if c.Literal >= 0 && c.Literal < len(f.Literals) && f.Literals[c.Literal].Rewritable {
			byLiteral[c.Literal] = append(byLiteral[c.Literal], c)
		}
	}
	if len(byLiteral) == 0 {
		return f.data, "", nil
	}
	partition := f.module.Partition
	if f.Format == lint.FormatTerraform && partition == "" {
		partition = "current"
		added = partition
	}
	var edits []edit
	for i, list := range byLiteral {
		edits = append(edits, f.literalEdits(i, list, partition)...)
	}
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.until, b.until)) })
	var out bytes.Buffer
	at := 0
	for _, e := range edits {
		if e.from < at {
			continue // two findings of the same bytes
		}
		out.Write(f.data[at:e.from])
		out.WriteString(e.with)
		at = e.until
	}
	out.Write(f.data[at:])
	if added != "" {
		appendData(&out, added)
	}
	module := f.module
	module.Partition = partition
	if _, err := Parse(f.Name, out.Bytes(), module); err != nil {
		return f.data, "", fault.New(fault.KindInternal, "lint.fix_refused").With("file", f.Name).Because(err)
	}
	return out.Bytes(), added, nil
}

// appendData asks for the partition at the end of the file, as terraform fmt
// would set it.
func appendData(out *bytes.Buffer, name string) {
	end := "\n"
	if bytes.Contains(out.Bytes(), []byte("\r\n")) {
		end = "\r\n"
	}
	if !bytes.HasSuffix(out.Bytes(), []byte("\n")) {
		out.WriteString(end)
	}
	out.WriteString(end + `data "aws_partition" "` + name + `" {}` + end)
}

// pseudo is how the format writes what a fix puts in.
func (f File) pseudo(p lint.Pseudo, partition string) string {
	terraform := f.Format == lint.FormatTerraform
	switch {
	case terraform && p == lint.PseudoPartition:
		return "${data.aws_partition." + partition + ".partition}"
	case terraform:
		return "${data.aws_partition." + partition + ".dns_suffix}"
	case p == lint.PseudoPartition:
		return "${AWS::Partition}"
	}
	return "${AWS::URLSuffix}"
}

// literalEdits changes one literal, and wraps it where it becomes a Fn::Sub: what
// looks like a variable in it then is escaped, so that it stays the text it was.
func (f File) literalEdits(i int, changes []lint.Change, partition string) []edit {
	l, s := f.Literals[i], f.spans[i]
	var edits []edit
	for _, c := range changes {
		from, until, ok := l.SourceOf(c.From, c.Until)
		if !ok {
			return nil
		}
		edits = append(edits, edit{from, until, f.pseudo(c.With, partition)})
	}
	switch s.how {
	case rewriteInside:
		return edits
	case rewriteQuoted:
		if strings.Contains(l.Text, "'") {
			return nil
		}
		return append(edits, edit{s.start, s.start, "'"}, edit{s.end, s.end, "'"})
	case rewriteNone, rewriteYAML, rewriteFlow, rewriteJSON:
	}
	for at := 0; ; {
		next := strings.Index(l.Text[at:], "${")
		if next < 0 {
			break
		}
		at += next + len("${")
		from, _, ok := l.SourceOf(at-1, at)
		if !ok {
			return nil
		}
		edits = append(edits, edit{from + 1, from + 1, "!"})
	}
	switch s.how {
	case rewriteYAML:
		return append(edits, edit{s.start, s.start, "!Sub "})
	case rewriteFlow:
		if strings.Contains(l.Text, "'") {
			return nil
		}
		return append(edits, edit{s.start, s.start, "!Sub '"}, edit{s.end, s.end, "'"})
	case rewriteJSON:
		return append(edits, edit{s.start, s.start, `{"Fn::Sub": `}, edit{s.end, s.end, "}"})
	case rewriteNone, rewriteInside, rewriteQuoted:
	}
	return nil
}
