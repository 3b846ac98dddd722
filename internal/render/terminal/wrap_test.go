package terminal

import (
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"
)

func TestWrapBreaksWherePeopleWould(t *testing.T) {
	for _, c := range []struct {
		s     string
		width int
		want  string
	}{
		{"one two three", 7, "one two\nthree"},
		{"one two three", 8, "one two\nthree"},
		{"one two three", 0, "one two three"},
		{"abcdefghij", 4, "abcd\nefgh\nij"},
		{"a abcdefghij", 6, "a\nabcdef\nghij"},
		{"上海示例科技", 5, "上海\n示例\n科技"},
		{"云收入，服务", 6, "云收\n入，服\n务"},
		{"a\nb c", 1, "a\nb\nc"},
		{"", 5, ""},
	} {
		if got := Wrap(c.s, c.width); got != c.want {
			t.Errorf("%q at %d: got %q, want %q", c.s, c.width, got, c.want)
		}
	}
}

func TestWrapFitsAndLosesNothingButBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("abc  客户，。入"))).Draw(t, "s")
		width := rapid.IntRange(4, 20).Draw(t, "width")
		got := Wrap(s, width)
		if text.LongestLineLen(got) > width {
			t.Fatalf("wider than %d: %q", width, got)
		}
		blanks := strings.NewReplacer(" ", "", "\n", "")
		if blanks.Replace(got) != blanks.Replace(s) {
			t.Fatalf("%q became %q", s, got)
		}
	})
}
