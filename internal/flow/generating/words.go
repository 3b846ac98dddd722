package generating

import (
	"math/rand/v2"
	"strings"
)

// All names here are made up. Domains end in .example, which nobody can own.

func brandHeads() []string {
	return []string{"Acorn", "Bramble", "Cinder", "Dapple", "Ember", "Fennel", "Gossamer", "Heron", "Inkwell", "Juniper",
		"Kestrel", "Lantern", "Marrow", "Nettle", "Otter", "Pebble", "Quill", "Russet", "Sorrel", "Thistle",
		"Umber", "Vesper", "Willow", "Yarrow", "Zephyr", "Anvil", "Beacon", "Copper", "Drift", "Elder"}
}

func brandTails() []string {
	return []string{"wick", "moor", "field", "gate", "haven", "ford", "stead", "marsh", "crest", "hollow", "spire", "brook", "vale", "reach", "light"}
}

func chineseHeads() []string {
	return []string{"栖云", "砚溪", "鹭屿", "青棠", "松籁", "晚樱", "竹隐", "麦浪", "星岑", "雾松", "芦白", "琥珀溪", "浮槎", "月汀", "山葵", "石燕"}
}

// chineseSounds are the heads in pinyin, in the same order.
func chineseSounds() []string {
	return []string{"qiyun", "yanxi", "luyu", "qingtang", "songlai", "wanying", "zhuyin", "mailang", "xingcen", "wusong", "lubai", "hupoxi", "fucha", "yueting", "shankui", "shiyan"}
}

type chineseCity struct{ name, english string }

func chineseCities() []chineseCity {
	return []chineseCity{{"上海", "Shanghai"}, {"北京", "Beijing"}, {"深圳", "Shenzhen"}, {"杭州", "Hangzhou"}, {"成都", "Chengdu"}, {"银川", "Yinchuan"}}
}

// industry is a line of business with its seasons: percent of the usual spend
// in each month of the year.
type industry struct {
	id, chinese string
	words       []string // what company names of the industry say
	seasons     [12]int
}

func industries() []industry {
	flat := [12]int{100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100}
	return []industry{
		{"retail", "零售", []string{"Retail", "Outfitters", "Markets"}, [12]int{90, 86, 92, 95, 98, 106, 96, 95, 100, 108, 138, 132}},
		{"manufacturing", "制造", []string{"Robotics", "Components", "Machine Works"}, [12]int{98, 97, 102, 102, 101, 102, 97, 90, 103, 104, 103, 98}},
		{"financial-services", "金融", []string{"Mutual", "Payments", "Capital"}, [12]int{104, 99, 103, 101, 99, 103, 98, 97, 102, 101, 103, 108}},
		{"media", "媒体", []string{"Studios", "Press", "Broadcasting"}, [12]int{96, 95, 98, 98, 100, 108, 106, 104, 100, 100, 102, 106}},
		{"healthcare", "医疗", []string{"Clinics", "Diagnostics", "Care"}, flat},
		{"education", "教育", []string{"Academy", "Learning", "Campus"}, [12]int{104, 108, 108, 106, 104, 92, 76, 80, 116, 112, 108, 96}},
		{"logistics", "物流", []string{"Freight", "Parcel", "Lines"}, [12]int{96, 92, 100, 100, 101, 102, 100, 99, 101, 104, 112, 108}},
		{"software", "软件", []string{"Software", "Systems", "Labs"}, flat},
	}
}

// place is a country with what its companies' names and invoices need.
type place struct {
	country  string
	legal    string // legal form
	currency string
	region   string
	vat      string // prefix of VAT numbers; empty where the books carry none
	book     book
	share    int // parts of the customers
}

// chinaPlace comes first: about one customer in six is there.
func places() []place {
	return []place{
		{"CN", "Co., Ltd.", "CNY", "cn-north-1", "", bookQuanliang, 16},
		{"US", "Inc.", "USD", "us-east-1", "", bookQuickBooks, 32},
		{"GB", "Ltd", "GBP", "eu-west-1", "GB", bookXero, 18},
		{"DE", "GmbH", "EUR", "eu-central-1", "DE", bookUBL, 10},
		{"NL", "B.V.", "EUR", "eu-west-1", "NL", bookUBL, 8},
		{"FR", "SAS", "EUR", "eu-west-1", "FR", bookXero, 8},
		{"SG", "Pte. Ltd.", "USD", "ap-southeast-1", "", bookXero, 8},
	}
}

// names makes names that do not repeat within one partner.
type names struct {
	r    *rand.Rand
	used map[string]bool
}

// brand is an English fantasy name such as "Otterwick".
func (n *names) brand() string {
	for try := 0; ; try++ {
		name := pick(n.r, brandHeads()) + pick(n.r, brandTails())
		if try > 40 { // the short list is used up: thousands of customers
			name = pick(n.r, brandHeads()) + strings.ToLower(pick(n.r, brandHeads())) + pick(n.r, brandTails())
		}
		if try > 80 {
			name += " " + string(rune('A'+n.r.IntN(26))) + string(rune('A'+n.r.IntN(26)))
		}
		if !n.used[name] {
			n.used[name] = true
			return name
		}
	}
}

// chinese is a Chinese fantasy brand (字号); a second word is joined when the list is used up.
func (n *names) chinese() string {
	for try := 0; ; try++ {
		name := pick(n.r, chineseHeads())
		for range try / 20 {
			name += pick(n.r, chineseHeads())
		}
		if !n.used[name] {
			n.used[name] = true
			return name
		}
	}
}

// accountID is 12 digits; one in six begins with zeros, which is what careless
// tools eat.
func (n *names) accountID() string {
	for {
		b := make([]byte, 12)
		for i := range b {
			b[i] = byte('0' + n.r.IntN(10))
		}
		if b[0] == '0' || chance(n.r, 16) {
			b[0], b[1] = '0', '0'
		}
		if id := string(b); !n.used[id] {
			n.used[id] = true
			return id
		}
	}
}

func slug(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == ' ':
			return '-'
		}
		return -1
	}, s)
}
