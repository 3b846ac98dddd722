package name

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"
)

func TestGen(t *testing.T) {
	rows := map[string][]rune{}
	for r := rune(0x4E00); r <= 0x9FA5; r++ {
		p, _, _ := strings.Cut(plainReadings(r), " "); if strings.ContainsRune(readOtherwise, r) { p = toPinyin(string(r)) }; if p == "" { continue }{
			rows[p] = append(rows[p], r)
		}
	}
	var keys []string
	for k := range rows {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	b.WriteString("# How Chinese characters are read, without tones: a syllable and the characters read so. Derived from the first reading in\n# go-pinyin v0.21.0 (https://github.com/mozillazg/go-pinyin, MIT License, (c) 2014 mozillazg), but for characters that names of\n# companies and places read otherwise (长 chang, 行 hang); a test holds it to that. See NOTICE.md in this folder.\nsyllable,characters\n")
	for _, k := range keys {
		fmt.Fprintf(&b, "%s,%s\n", k, string(rows[k]))
	}
	os.WriteFile("pinyin.csv", []byte(b.String()), 0o644)
}

