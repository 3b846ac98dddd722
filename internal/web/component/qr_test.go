package component

import (
	"strings"
	"testing"
)

// The three large squares that every QR code has in its corners, and its quiet
// border, stand where cameras look for them.
func TestAQRCodeHasItsCornersAndItsBorder(t *testing.T) {
	q, err := NewQR("otpauth://totp/Sevenfold:ann?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Sevenfold")
	if err != nil {
		t.Fatal(err)
	}
	dark := map[string]bool{}
	for _, at := range strings.Split(strings.TrimSuffix(q.Path, "h1v1h-1z"), "h1v1h-1z") {
		dark[at] = true
	}
	if n := q.Size - 2*quiet; n < 21 || (n-21)%4 != 0 {
		t.Fatalf("a side of %d modules", n)
	}
	last := q.Size - quiet - 7
	for _, corner := range [][2]int{{quiet, quiet}, {last, quiet}, {quiet, last}} {
		for y := range 7 {
			for x := range 7 {
				edge := x == 0 || y == 0 || x == 6 || y == 6
				middle := x > 1 && x < 5 && y > 1 && y < 5
				if at := square(corner[0]+x, corner[1]+y); dark[at] != (edge || middle) {
					t.Errorf("%s is dark: %v", at, dark[at])
				}
			}
		}
	}
	for n := range q.Size {
		for _, at := range []string{square(n, 0), square(0, n), square(n, q.Size-1), square(q.Size-1, n), square(n, quiet-1), square(quiet-1, n)} {
			if dark[at] {
				t.Errorf("the border has %s", at)
			}
		}
	}
	if _, err := NewQR(strings.Repeat("x", 5000)); err == nil {
		t.Error("a text that is too long is drawn")
	}
}
