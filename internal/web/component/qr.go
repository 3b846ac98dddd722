package component

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// quiet is the empty border that cameras need, in modules.
const quiet = 4

// QR is a picture of a text for a camera, as an SVG path over squares of size
// one.
type QR struct {
	Size int    // of a side, border included
	Path string // of the dark squares
}

// NewQR draws a text of up to about two thousand bytes.
func NewQR(text string) (QR, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return QR{}, fmt.Errorf("component.NewQR: %w", err)
	}
	var b strings.Builder
	n := code.Bounds().Dx()
	for y := range n {
		for x := range n {
			if code.At(x, y) == color.Black {
				b.WriteString(square(x+quiet, y+quiet) + "h1v1h-1z")
			}
		}
	}
	return QR{n + 2*quiet, b.String()}, nil
}

// square begins the path of one.
func square(x, y int) string { return fmt.Sprintf("M%d %d", x, y) }

// ground is the path of the white square beneath.
func (q QR) ground() string { return fmt.Sprintf("M0 0h%dv%dH0z", q.Size, q.Size) }

// box is the SVG view of the whole picture.
func (q QR) box() string { return fmt.Sprintf("0 0 %d %d", q.Size, q.Size) }
