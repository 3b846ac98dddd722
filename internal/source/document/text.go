package document

import (
	"bytes"

	"github.com/sevenfold/sevenfold/internal/core/region/prose"
)

// readText makes a paragraph of lines up to an empty one.
func readText(page *prose.Page, text []byte) {
	w := &writer{places: newPlaces(text)}
	for at := 0; at < len(text); {
		end := len(text)
		if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		line := text[at:end]
		if len(bytes.TrimSpace(line)) == 0 {
			w.flush(page, prose.Block{Kind: prose.BlockParagraph})
		} else {
			w.piece(line, at)
		}
		at = end
	}
	w.flush(page, prose.Block{Kind: prose.BlockParagraph})
}

func (w *writer) flush(page *prose.Page, b prose.Block) {
	if b, ok := w.take(b); ok {
		page.Blocks = append(page.Blocks, b)
	}
}
