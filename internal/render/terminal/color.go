package terminal

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/report"
)

// Escape sequences; the sixteen basic colours follow the user's own theme.
const (
	reset  = "\x1b[0m"
	bold   = "\x1b[1m"
	dim    = "\x1b[2m"
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
)

var tones = map[report.Tone]string{
	report.ToneGood:    green,
	report.ToneWarning: yellow,
	report.ToneBad:     red,
}

var styles = map[report.Style]string{
	report.StyleTotal:    bold,
	report.StyleHeading:  bold,
	report.StyleResidual: dim,
}

// paint colours every line on its own, so that wrapped and padded cells keep
// their colour and nothing leaks past a line's end.
func (o Options) paint(s, escape string) string {
	if !o.Color || escape == "" || s == "" {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = escape + line + reset
	}
	return strings.Join(lines, "\n")
}
