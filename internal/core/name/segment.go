package name

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// piece is a part of a run without gaps.
type piece struct {
	text string
	e    entry
	is   bool // known to a table
}

// isHouse knows what kinds of house are written with one character, such as 厂
// and 店. They are words only at the end.
func isHouse(text string, atEnd bool) bool { return atEnd && houses()[text] }

var houses = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("厂 店 行 馆 院 社 坊 部 所 站 摊 铺 局") {
		m[w] = true
	}
	return m
})

// splitter finds words in a run without gaps. It is used once.
type splitter struct {
	text  string
	at    []int // where characters begin, and the end
	cover []bool
	lex   *lexiconTable
	// behindNumber: 第三|医院, 十二|局: the run may begin with a house of one character.
	behindNumber bool
}

const maxRun = 64 // characters; longer runs are no names, and end as one brand

func newSplitter(text string) *splitter {
	s := &splitter{text: text, lex: lexicon()}
	s.at = make([]int, 0, utf8.RuneCountInString(text)+1)
	for i := range text {
		s.at = append(s.at, i)
	}
	s.at = append(s.at, len(text))
	return s
}

func (s *splitter) len() int                { return len(s.at) - 1 }
func (s *splitter) cut(from, to int) string { return s.text[s.at[from]:s.at[to]] }

// known looks a part up that may stand behind a brand.
func (s *splitter) known(from, to int) (entry, bool) {
	w := s.cut(from, to)
	if to-from == 1 {
		if isHouse(w, to == s.len() || from == 0 && s.behindNumber) {
			return entry{kind: KindCommon, weight: genericWeight}, true
		}
		return entry{}, false
	}
	e, ok := s.lex.words[w]
	if ok && e.kind == KindBrand && e.weight >= brandWeight {
		return e, false
	}
	if !ok && to-from > 2 { // 北京市 in the middle
		last := s.text[s.at[to-1]:s.at[to]]
		if last == "市" || last == "省" || last == "县" || last == "区" {
			e, ok = s.lex.words[s.cut(from, to-1)]
			ok = ok && e.kind == KindPlace
		}
	}
	return e, ok
}

// coverable marks from where on the run is made of known words only.
func (s *splitter) coverable() {
	n := s.len()
	s.cover = make([]bool, n+1)
	s.cover[n] = true
	for from := n - 1; from >= 0; from-- {
		for to := from + 1; to <= min(n, from+10) && !s.cover[from]; to++ {
			if s.cover[to] {
				if _, ok := s.known(from, to); ok {
					s.cover[from] = true
				}
			}
		}
	}
}

// brandEnd says where the brand ends that the run begins with: 0 when there is
// none and all of it is known words.
func (s *splitter) brandEnd() int {
	s.coverable()
	n := s.len()
	if known := s.knownBrand(); known > 0 && s.cover[known] {
		return known
	}
	for i := 0; i <= n; i++ {
		if !s.cover[i] || i == 1 && n > 1 {
			continue // a brand of one character is a word cut wrongly: 亚|光电子
		}
		if i == 0 && n > 1 {
			return s.weakStart()
		}
		if i > 5 {
			return s.innerEnd(i)
		}
		return s.joining(i)
	}
	return n
}

// joining moves the end of a brand behind words that belong to it: 嘉程|兴业.
func (s *splitter) joining(end int) int {
	for to := end + 2; to <= min(s.len(), end+3); to++ {
		if s.cover[to] && weakWords()[s.cut(end, to)] == "joining" {
			return s.joining(to)
		}
	}
	return end
}

// innerEnd cuts a brand that is too long for one where two known words begin
// in it: 邓禄普|轮胎|销售|天骄.
func (s *splitter) innerEnd(end int) int {
	for from := 2; from <= 5; from++ {
		for mid := from + 2; mid <= min(end-2, from+4); mid++ {
			if _, ok := s.known(from, mid); !ok {
				continue
			}
			for to := mid + 2; to <= min(end, mid+4); to++ {
				if _, ok := s.known(mid, to); ok {
					return from
				}
			}
		}
	}
	return end
}

// knownBrand gives the length of the longest brand of the table at the start.
func (s *splitter) knownBrand() int {
	for to := min(s.len(), 12); to >= 2; to-- {
		if e, ok := s.lex.words[s.cut(0, to)]; ok && e.kind == KindBrand {
			return to
		}
	}
	return 0
}

// weakStart gives the length of a first word that serves as a brand where no
// other is: 北方, 轻工. 0 where the name has none.
func (s *splitter) weakStart() int {
	for to := min(s.len()-1, 4); to >= 2; to-- {
		if s.cover[to] && weakWords()[s.cut(0, to)] != "" {
			return to
		}
	}
	return 0
}

// weakWords are the words that may be a brand, or part of one: weak or joining.
var weakWords = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, r := range mustRows(zhIndustryCSV) {
		if r[0] == "weak" || r[0] == "joining" {
			for _, w := range strings.Fields(r[1]) {
				m[w] = r[0]
			}
		}
	}
	return m
})

// pieces cuts the run from a character on into known words: those that have a
// meaning first, as translations meet there, then as few as can be.
func (s *splitter) pieces(from int) []piece {
	n := s.len()
	const never = 1 << 20
	cost, next := make([]int, n+1), make([]int, n+1)
	for i := n - 1; i >= from; i-- {
		cost[i], next[i] = never, i+1
		for to := i + 1; to <= min(n, i+10); to++ {
			e, ok := s.known(i, to)
			c := cost[to]
			switch {
			case !ok && to-i == 1:
				c += 40 // a stray character
			case !ok:
				continue
			case e.sense == 0:
				c += 2 + 6*(to-i)
			default:
				c += 10 - min(to-i, 4) // of two readings the longer word
			}
			if c < cost[i] {
				cost[i], next[i] = c, to
			}
		}
	}
	var out []piece
	for i := from; i < n; i = next[i] {
		e, ok := s.known(i, next[i])
		if !ok && len(out) > 0 && !out[len(out)-1].is {
			out[len(out)-1].text += s.cut(i, next[i])
			continue
		}
		out = append(out, piece{s.cut(i, next[i]), e, ok})
	}
	return out
}
