package name

import (
	"strings"
	"testing"

	"github.com/mozillazg/go-pinyin"
)

// readOtherwise are characters that names of companies and places read in
// another way than the library's first.
const readOtherwise = "什单厦曾藏行都重长"

func TestCharactersAreReadAsTheLibraryReadsThem(t *testing.T) {
	var checked int
	for r := rune(firstHan); r <= lastHan; r++ {
		readings := plainReadings(r)
		first, _, _ := strings.Cut(readings, " ")
		got := toPinyin(string(r))
		if strings.ContainsRune(readOtherwise, r) {
			if !strings.Contains(" "+readings+" ", " "+got+" ") || got == first {
				t.Errorf("%c is read %s, which the library does not know, or knows as the first", r, got)
			}
			continue
		}
		checked++
		if got != first {
			t.Errorf("%c is read %q, the library says %q", r, got, first)
		}
	}
	if checked < 20000 {
		t.Errorf("only %d characters are read", checked)
	}
}

// plainReadings gives the readings of a character without tones, spaces between;
// ü is v, as it is typed.
func plainReadings(r rune) string {
	var b strings.Builder
	for _, p := range pinyin.PinyinDict[int(r)] {
		switch plain, ok := accents()[p]; {
		case strings.ContainsRune("üǖǘǚǜ", p):
			b.WriteByte('v')
		case p == ',':
			b.WriteByte(' ')
		case ok:
			b.WriteString(plain)
		case p < 0x80:
			b.WriteRune(p)
		}
	}
	return b.String()
}

func TestPlacesAndBrandsAreReadAsTheyAreSaid(t *testing.T) {
	for text, want := range map[string]string{"重庆": "chongqing", "长沙": "changsha", "厦门": "xiamen", "成都": "chengdu", "华为": "huawei", "云算": "yunsuan", "吕梁": "lvliang", "西藏": "xizang"} {
		if got := toPinyin(text); got != want {
			t.Errorf("%s is read %s, want %s", text, got, want)
		}
	}
}
