package name

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed zhplaces.csv
var zhPlacesCSV string

// zhPlace is a Chinese place without its ending.
type zhPlace struct {
	level     string   // country, province, city, county
	provinces []string // that it may lie in
	ambiguous bool     // also an ordinary word or a favourite brand
}

type zhPlaceTable struct {
	places  map[string]*zhPlace
	all     []string // in the order of the table
	longest int      // in bytes
}

var chinesePlaces = sync.OnceValue(func() *zhPlaceTable {
	t := &zhPlaceTable{places: map[string]*zhPlace{}}
	for _, r := range mustRows(zhPlacesCSV) {
		for _, w := range strings.Fields(r[2]) {
			p := t.places[w]
			switch {
			case r[0] == "ending":
				if p == nil {
					p = &zhPlace{level: "county"}
					t.places[w] = p
				}
				p.ambiguous = true
				continue
			case p == nil:
				p = &zhPlace{level: r[0]}
				t.places[w] = p
				t.all = append(t.all, w)
			}
			p.provinces = append(p.provinces, strings.Fields(r[1])...)
			t.longest = max(t.longest, len(w))
		}
	}
	return t
})

// placeEndings are what follows the name of a place, longest first.
const placeEndings = "维吾尔自治区 壮族自治区 回族自治区 特别行政区 经济技术开发区 高新技术开发区 经济开发区 高新技术产业开发区 自治区 自治州 自治县 自治旗 开发区 高新区 保税区 工业园区 工业区 新区 地区 林区 矿区 街道 省 市 县 区 州 盟 旗 镇 乡 村"

var placeEndingList = sync.OnceValue(func() []string { return strings.Fields(placeEndings) })

// read finds the place that text begins with: its name, how many bytes it has
// with its ending, and the place, nil when only the ending told. before is the
// place that stood before it, nil at the beginning.
func (t *zhPlaceTable) read(text string, before *zhPlace, beforeName string) (name string, size int, place *zhPlace) {
	for n := min(t.longest, len(text)); n >= 6; n -= 3 {
		if !utf8.RuneStart(text[:n][n-1]) && n < len(text) && !utf8.RuneStart(text[n]) {
			continue
		}
		p := t.places[text[:n]]
		if p == nil {
			continue
		}
		if e := endingSize(text[n:], text[:n]); e > 0 {
			return text[:n], n + e, p
		}
		for _, ending := range [...]string{"区", "县", "镇"} { // 朝阳区 is in the table as 朝阳 alone is no place
			if short, ok := strings.CutSuffix(text[:n], ending); ok && n > 6 {
				return short, n, p
			}
		}
		inside := before != nil && (before.level == "country" || p.inside(before, beforeName))
		switch {
		case p.level == "country", p.level == "province", p.level == "city" && !p.ambiguous, inside:
			return text[:n], n, p
		case before == nil && !p.ambiguous:
			return text[:n], n, p
		}
	}
	return t.readByEnding(text, before != nil)
}

// inside reports whether p lies in the province of before.
func (p *zhPlace) inside(before *zhPlace, beforeName string) bool {
	for _, province := range p.provinces {
		if province == beforeName {
			return true
		}
		for _, other := range before.provinces {
			if other == province {
				return true
			}
		}
	}
	return false
}

// endingSize gives the length in bytes of the place ending that text begins
// with. An ending needs a name of two characters before it, and after it
// something that does not make another word of it: 城市, 市场.
func endingSize(text, name string) int {
	if size := selfGoverned(text); size > 0 {
		return size
	}
	for _, e := range placeEndingList() {
		if !strings.HasPrefix(text, e) {
			continue
		}
		rest := text[len(e):]
		switch {
		case e == "市" && (strings.HasPrefix(rest, "场") || strings.HasPrefix(rest, "政") || strings.HasPrefix(rest, "民")),
			e == "区" && (strings.HasPrefix(rest, "块") || strings.HasPrefix(rest, "域")),
			e == "村" && !strings.HasPrefix(rest, "镇") && utf8.RuneCountInString(name) < 2,
			(e == "州" || e == "旗" || e == "盟" || e == "村" || e == "乡") && chinesePlaces().places[name] == nil:
			continue
		}
		return len(e)
	}
	return 0
}

// selfGoverned gives the length of an ending that names the peoples of a place:
// 土家族苗族自治州.
func selfGoverned(text string) int {
	const most = 30 // bytes of the peoples' names
	at := strings.Index(text[:min(len(text), most+len("自治州"))], "族自治")
	size := at + len("族自治州")
	if at <= 0 || len(text) < size {
		return 0
	}
	switch text[size-len("州") : size] {
	case "州", "县", "旗":
		return size
	}
	return 0
}

// readByEnding takes two or three characters before 县, 区, 镇 and the like for
// a place that the table does not have. Without a place before it, only an
// ending that can be nothing else is enough.
func (t *zhPlaceTable) readByEnding(text string, after bool) (string, int, *zhPlace) {
	for n := 6; n <= min(9, len(text)-3); n += 3 {
		for _, e := range [...]string{"自治县", "自治州", "开发区", "街道", "县", "区", "镇", "市", "乡"} {
			if !strings.HasPrefix(text[n:], e) || notPlaces()[text[n-3:n]+e] {
				continue
			}
			if e == "市" && !after && n > 6 || e == "乡" && !after || endingSize(text[n:], text[:n]) == 0 && e != "乡" {
				continue
			}
			return text[:n], n + len(e), nil
		}
	}
	// 开发区 and 保税区 alone follow a place: 大庆开发区
	if after {
		for _, e := range [...]string{"经济技术开发区", "高新技术产业开发区", "经济开发区", "高新技术开发区", "综合保税区", "自由贸易试验区",
			"出口加工区", "示范区", "开发区", "高新区", "保税区", "自贸区", "工业园区", "工业园", "工业区", "科技园区", "科技园", "新区"} {
			if strings.HasPrefix(text, e) {
				return e, len(e), nil
			}
		}
	}
	return "", 0, nil
}

// notPlaces are words that end as places do.
var notPlaces = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("超市 城市 都市 门市 股市 夜市 菜市 上市 社区 景区 园区 校区 特区 小区 片区 牧区 灾区 战区 库区 专区 城镇 集镇 小镇 重镇 家乡 城乡 水乡 梦乡 老乡 学区 城区 厂区 商区 港区 山区 地区 矿区 郊区") {
		m[w] = true
	}
	return m
})
