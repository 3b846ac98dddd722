package xlsx

import (
	"github.com/xuri/excelize/v2"

	"github.com/sevenfold/sevenfold/internal/core/report"
)

// look is what a cell looks like; equal looks share one style of the workbook,
// which has room for a limited number.
type look struct {
	format string
	bold   bool
	italic bool
	gray   bool
	header bool
	total  bool
	right  bool
	tone   report.Tone
}

var toneColors = map[report.Tone]string{
	report.ToneGood:    "1E7B34",
	report.ToneWarning: "9A6700",
	report.ToneBad:     "B42318",
}

func (b *workbook) style(l look) (int, error) {
	if id, ok := b.styles[l]; ok {
		return id, nil
	}
	font := &excelize.Font{Bold: l.bold, Italic: l.italic, Color: toneColors[l.tone]}
	if l.gray && l.tone == report.ToneNeutral {
		font.Color = "666666"
	}
	s := &excelize.Style{Font: font}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	if l.header {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EEEEEE"}}
		s.Alignment = &excelize.Alignment{Vertical: "center"}
		if l.right {
			s.Alignment.Horizontal = "right"
		}
	}
	if l.total {
		s.Border = []excelize.Border{{Type: "top", Style: 1, Color: "000000"}}
	}
	id, err := b.file.NewStyle(s)
	if err == nil {
		b.styles[l] = id
	}
	return id, err
}
