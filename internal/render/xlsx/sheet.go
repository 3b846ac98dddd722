package xlsx

import (
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/sevenfold/sevenfold/internal/core/report"
)

// maxSheetName is how many characters a sheet's name may have.
const maxSheetName = 31

// sheet starts a new sheet named after a title, else after an id.
func (b *workbook) sheet(title, id string) (*excelize.StreamWriter, error) {
	name := b.name(title, id)
	if len(b.names) == 1 { // a new workbook comes with one sheet
		if err := b.file.SetSheetName(b.file.GetSheetName(0), name); err != nil {
			return nil, err
		}
	} else if _, err := b.file.NewSheet(name); err != nil {
		return nil, err
	}
	return b.file.NewStreamWriter(name)
}

// name makes a unique sheet name without the characters that are forbidden.
func (b *workbook) name(title, id string) string {
	if strings.TrimSpace(title) == "" {
		title = id
	}
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, title)
	clean = strings.Trim(strings.TrimSpace(clean), "'")
	if clean == "" {
		clean = "Sheet"
	}
	name := cut(clean, maxSheetName)
	for n := 2; b.names[strings.ToLower(name)]; n++ {
		suffix := " " + strconv.Itoa(n)
		name = cut(clean, maxSheetName-len(suffix)) + suffix
	}
	b.names[strings.ToLower(name)] = true
	return name
}

// cut keeps at most n UTF-16 units, which is how the format counts.
func cut(s string, n int) string {
	units := 0
	for i, r := range s {
		units++
		if r > 0xFFFF {
			units++
		}
		if units > n {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

// remarks writes a sheet of what stands around the tables: title, paragraphs,
// key values, notes. A document of tables alone has none.
func (b *workbook) remarks(d report.Document) error {
	var lines [][]any
	bold, err := b.style(look{bold: true})
	if err != nil {
		return err
	}
	heading := func(s string) {
		if s != "" {
			lines = append(lines, []any{excelize.Cell{StyleID: bold, Value: s}})
		}
	}
	for _, block := range d.Blocks {
		switch block := block.(type) {
		case report.Paragraph:
			lines = append(lines, []any{block.Text})
		case report.KeyValues:
			heading(block.Title)
			for _, item := range block.Items {
				lines = append(lines, []any{item.Label, b.locale.ShowItem(item)})
			}
		case report.Table:
			if len(block.Notes) > 0 {
				heading(block.Title)
			}
			for _, note := range block.Notes {
				lines = append(lines, []any{note})
			}
		}
	}
	if len(lines) == 0 && len(b.names) > 0 {
		return nil
	}
	sw, err := b.sheet(b.locale.Remarks, "remarks")
	if err != nil {
		return err
	}
	if err := sw.SetColWidth(1, 2, maxWidth/2); err != nil {
		return err
	}
	if d.Title != "" {
		lines = append([][]any{{excelize.Cell{StyleID: bold, Value: d.Title}}}, lines...)
	}
	for i, line := range lines {
		if err := sw.SetRow("A"+strconv.Itoa(i+1), line); err != nil {
			return err
		}
	}
	return sw.Flush()
}
