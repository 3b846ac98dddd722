package hcldepth_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/sevenfold/sevenfold/internal/source/hcldepth"
)

func TestWhatNestsTooDeepIsToldFromWhatIsLong(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
	}{
		"brackets":                {"x = 1\na = " + strings.Repeat("[", 5000), 2},
		"parentheses":             {"a = " + strings.Repeat("(", 5000), 1},
		"blocks":                  {strings.Repeat("a {\n", 5000), 1001},
		"interpolations":          {"a = " + strings.Repeat(`"${`, 5000), 1},
		"operators":               {"a = " + strings.Repeat("!", 5000) + "true", 1},
		"operators, line by line": {"a = (\n" + strings.Repeat("-\n", 5000) + "1)", 1001},
		"choices":                 {"a = " + strings.Repeat("b ? c : ", 5000) + "d", 1},
		"choices, line by line":   {"a = (" + strings.Repeat("b\n? c\n: ", 5000) + "d)", 2000},
		"many negative numbers":   {strings.Repeat("a = -1\n", 5000), 0},
		"a long list":             {"a = [" + strings.Repeat("-1, ", 5000) + "]", 0},
		"many choices":            {"a = {\n" + strings.Repeat("b = c ? d : e\n", 5000) + "}", 0},
		"many heredocs":           {strings.Repeat("a = <<E\n- ${b}\nE\n", 2000), 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := hcldepth.Line([]byte(c.text)); got != c.line {
				t.Errorf("line %d, want %d", got, c.line)
			}
		})
	}
}

// FuzzLine holds that the parser lives through what is let pass.
func FuzzLine(f *testing.F) {
	f.Add([]byte("a = [{b = \"${c ? -d : !e}\"}]\nx {\n y = <<E\n ${z}\nE\n}"))
	f.Add([]byte("a = ]]}}))\"${"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		if hcldepth.Line(text) == 0 {
			hclsyntax.ParseConfig(text, "", hcl.InitialPos)
		}
	})
}
