package prose

import "strings"

// lead accepts ordinary words that begin an item or fill a cell where others of
// the same list or table begin with a name: "S3: recordings", "Polly: speech".
func (r *Reader) lead(blocks []Block, names [][]candidate) {
	for from := 0; from < len(blocks); {
		until := from + 1
		for until < len(blocks) && blocks[until].Kind == blocks[from].Kind {
			until++
		}
		if kind := blocks[from].Kind; kind == BlockItem || kind == BlockCell {
			r.leadRun(blocks[from:until], names[from:until])
		}
		from = until
	}
}

func (r *Reader) leadRun(blocks []Block, names [][]candidate) {
	some := false
	for i, list := range names {
		some = some || len(list) > 0 && list[0].accepted && leads(blocks[i].Text, list[0])
	}
	if !some {
		return
	}
	for i, list := range names {
		if len(list) > 0 && !list[0].accepted && r.patterns[list[0].pattern].treatment == treatHard && leads(blocks[i].Text, list[0]) {
			list[0].accepted, list[0].byContext = true, true
		}
	}
}

// leads reports a name that a text begins with and then says something about.
func leads(text string, k candidate) bool {
	if strings.TrimLeft(text[:k.start], " *`[") != "" {
		return false
	}
	after := strings.TrimLeft(text[k.end:], " *`]")
	for _, mark := range []string{":", "：", "–", "—", "- ", "(", "（"} {
		if strings.HasPrefix(after, mark) {
			return true
		}
	}
	return after == ""
}
