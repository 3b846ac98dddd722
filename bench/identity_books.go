package main

import (
	"fmt"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// dice is splitmix64: the same names on every machine and with every Go.
type dice uint64

func (d *dice) roll(n int) int {
	*d += 0x9E3779B97F4A7C15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return int((z ^ z>>31) % uint64(n))
}

func (d *dice) pick(list []string) string { return list[d.roll(len(list))] }

var (
	syllables = strings.Fields("ba be bo bri ca cor da del dor el fa fen gal gra hal har is jo kel kor la lin lo mar mel mi mon nar nel no or pa per qui ra rin ro sa sel sol ta tel tor un va ver vi wan wes xan yor zan zel")
	endings   = strings.Fields("ck dale den don ford gen ia ix land lo mark mer nia nor port ra ris rock s sten tec ton tra vale van well wick wood x")
	trades    = strings.Fields("Robotics Foods Logistics Software Pharma Energy Media Textiles Insurance Motors Construction Travel Mining Chemicals Education Steel Capital Retail Shipping Electronics")
	towns     = strings.Fields("Berlin London Texas Singapore Dublin Toronto Sydney Madrid Oslo Osaka")
	forms     = []string{"Ltd", "Limited", "Inc.", "LLC", "GmbH", "Corp.", "Co., Ltd.", "S.A.", "B.V.", "plc"}
	hanBrand  = strings.Split("云帆星途朗科恒逸远望金龙宏达鑫源华信启明蓝谷瑞丰东方海河长江天元光迅泰达汇川博文中科联创新世纪腾飞盛弘嘉禾德润永昌兴业安邦建明广利和顺百川千叶万里", "")
	hanTowns  = strings.Fields("上海 北京 深圳市 杭州 广州 成都 南京 武汉 苏州 天津")
	hanTrades = strings.Fields("信息技术 软件 贸易 物流 医疗器械 电子 建设 教育咨询 餐饮 新能源")
)

// firm is an invented firm by the parts of its name.
type firm struct {
	brand, trade, town, form string
	han                      bool
}

func newFirm(d *dice) firm {
	if d.roll(4) == 0 {
		f := firm{han: true, trade: d.pick(hanTrades), town: d.pick(hanTowns), form: "有限公司"}
		for range 2 + d.roll(3) {
			f.brand += d.pick(hanBrand)
		}
		return f
	}
	f := firm{trade: d.pick(trades), form: d.pick(forms)}
	brand := ""
	for range 1 + d.roll(2) {
		brand += d.pick(syllables)
	}
	brand += d.pick(syllables) + d.pick(endings)
	f.brand = strings.ToUpper(brand[:1]) + brand[1:]
	if d.roll(4) == 0 {
		f.town = d.pick(towns)
	}
	return f
}

func (f firm) name() string {
	if f.han {
		return f.town + f.brand + f.trade + f.form
	}
	return strings.Join(strings.Fields(f.brand+" "+f.trade+" "+f.town+" "+f.form), " ")
}

// known is what tells the firm from all others: nobody could tell two that differ
// by their legal form, or by the town that others leave out.
func (f firm) known() string { return f.brand + " " + f.trade }

// noisy is the name as somebody else's books have it.
func (f firm) noisy(d *dice) string {
	g := f
	switch d.roll(16) {
	case 0, 6:
		g.form = ""
	case 1, 7:
		g.town = ""
	case 2:
		if runes := []rune(g.brand); len(runes) > 4 { // a slip: two letters swapped
			i := 1 + d.roll(len(runes)-2)
			runes[i], runes[i+1] = runes[i+1], runes[i]
			g.brand = string(runes)
		}
	case 3:
		if runes := []rune(g.brand); len(runes) > 4 { // a letter lost
			i := 1 + d.roll(len(runes)-1)
			g.brand = string(append(runes[:i:i], runes[i+1:]...))
		}
	case 4:
		if !g.han {
			g.form = d.pick(forms)
		}
	case 5, 8:
		if g.han {
			return g.name() + d.pick(hanTowns) + "分公司"
		}
		return strings.ToUpper(g.name())
	}
	return g.name()
}

// book makes customers, and asked names with the customer of each; -1 for the
// tenth that is nobody's.
func book(customers, asked int) (records []identity.Record, names []string, truth []int) {
	d := dice(7)
	firms := make([]firm, 0, customers)
	seen := map[string]bool{}
	for len(firms) < customers {
		f := newFirm(&d)
		if len(firms) > 10 && d.roll(10) == 0 { // the same brand in another trade
			same := firms[d.roll(len(firms))]
			if same.han == f.han {
				f.brand = same.brand
			}
		}
		if !seen[f.known()] {
			seen[f.known()] = true
			firms = append(firms, f)
			records = append(records, identity.Record{Key: fmt.Sprint(len(firms) - 1), Kind: identity.KindCustomer, Names: []string{f.name()}})
		}
	}
	for range asked {
		if d.roll(10) == 0 {
			f := newFirm(&d)
			if !seen[f.known()] {
				names, truth = append(names, f.noisy(&d)), append(truth, -1)
				continue
			}
		}
		i := d.roll(len(firms))
		names, truth = append(names, firms[i].noisy(&d)), append(truth, i)
	}
	return records, names, truth
}
