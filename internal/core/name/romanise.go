package name

import (
	"strings"
	"sync"
)

// latin writes a word in Latin letters, empty where there is no rule. It is for
// finding what sounds the same and follows no standard to the letter.
func latin(text string, script Script) string {
	switch script {
	case ScriptLatin:
		return text
	case ScriptHan:
		return toPinyin(text)
	case ScriptKana:
		return fromKana(text)
	case ScriptHangul:
		return fromHangul(text)
	case ScriptCyrillic, ScriptGreek:
		return fromLetters(text)
	default:
		return ""
	}
}

// letters gives Latin letters for those of Russian, Ukrainian, Bulgarian,
// Serbian and Greek, much as passports do.
var letters = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	for _, pair := range strings.Fields(`а:a б:b в:v г:g д:d е:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f
		х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya і:i ї:yi є:ye ґ:g ў:u ј:j љ:lj њ:nj ћ:c ђ:dj џ:dz қ:k ғ:g ұ:u
		ү:u ң:n ө:o һ:h ә:a α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f
		χ:ch ψ:ps ω:o`) {
		from, to, _ := strings.Cut(pair, ":")
		for _, r := range from {
			m[r] = to
		}
	}
	return m
})

func fromLetters(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString(letters()[r])
	}
	return b.String()
}

// kana gives Hepburn syllables of hiragana; katakana are moved there first.
var kana = sync.OnceValue(func() map[rune]string {
	m := map[rune]string{}
	for _, pair := range strings.Fields(`あ:a い:i う:u え:e お:o か:ka き:ki く:ku け:ke こ:ko が:ga ぎ:gi ぐ:gu げ:ge ご:go さ:sa し:shi
		す:su せ:se そ:so ざ:za じ:ji ず:zu ぜ:ze ぞ:zo た:ta ち:chi つ:tsu て:te と:to だ:da ぢ:ji づ:zu で:de ど:do な:na に:ni
		ぬ:nu ね:ne の:no は:ha ひ:hi ふ:fu へ:he ほ:ho ば:ba び:bi ぶ:bu べ:be ぼ:bo ぱ:pa ぴ:pi ぷ:pu ぺ:pe ぽ:po ま:ma み:mi
		む:mu め:me も:mo や:ya ゆ:yu よ:yo ら:ra り:ri る:ru れ:re ろ:ro わ:wa ゐ:i ゑ:e を:o ん:n ゔ:vu`) {
		from, to, _ := strings.Cut(pair, ":")
		for _, r := range from {
			m[r] = to
		}
	}
	return m
})

// fromKana reads kana by Hepburn: small y-kana melt into the syllable before
// (きゃ kya, しゃ sha), small vowels replace its vowel (ファ fa), small tsu
// doubles what follows and long marks are left out.
func fromKana(text string) string {
	const smallY, smallVowels = "ゃゅょ", "ぁぃぅぇぉ"
	out := make([]byte, 0, 2*len(text))
	double := false
	for _, r := range text {
		if r >= 'ァ' && r <= 'ヶ' {
			r -= 'ァ' - 'ぁ'
		}
		switch i, j := strings.IndexRune(smallY, r), strings.IndexRune(smallVowels, r); {
		case r == 'っ':
			double = true
			continue
		case i >= 0 && len(out) > 0:
			out = out[:len(out)-1]
			if n := len(out); n == 0 || out[n-1] != 'h' && out[n-1] != 'j' {
				out = append(out, 'y')
			}
			out = append(out, "auo"[i/3])
		case j >= 0 && len(out) > 0:
			out = append(out[:len(out)-1], "aiueo"[j/3])
		default:
			s := kana()[r]
			if double && s != "" {
				out = append(out, s[0])
			}
			out = append(out, s...)
		}
		double = false
	}
	return string(out)
}

// hangul gives the letters of the first, middle and last parts of a syllable.
var hangul = sync.OnceValue(func() [3][]string {
	return [3][]string{
		strings.Split("g kk n d tt r m b pp s ss  j jj ch k t p h", " "),
		strings.Split("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i", " "),
		strings.Split(" k k k n n n t l k m l l l p l m p p t t ng t t k t p t", " "),
	}
})

// fromHangul reads Hangul by the Revised Romanization, syllable by syllable,
// without the changes that neighbours make to each other.
func fromHangul(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0xAC00 || r > 0xD7A3 {
			continue
		}
		n := int(r - 0xAC00)
		b.WriteString(hangul()[0][n/588])
		b.WriteString(hangul()[1][n%588/28])
		b.WriteString(hangul()[2][n%28])
	}
	return b.String()
}

// sound keeps of a word in Latin letters what survives a way through another
// script: its consonants, in classes, and whether it begins with a vowel.
// "aikemi" and "acme" are both akm; "maikurosofuto" and "microsoft" mklsft.
func sound(latin string) string {
	out := make([]byte, 0, 16)
	var before byte
	for i := 0; i < len(latin); i++ {
		c := latin[i]
		next := byte(0)
		if i+1 < len(latin) {
			next = latin[i+1]
		}
		var class byte
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y':
			if i == 0 {
				class = 'a'
			}
		case 'c':
			switch next {
			case 'e', 'i', 'y':
				class = 's'
			case 'h':
				class = 'j'
			default:
				class = 'k'
			}
		case 'g':
			class = 'k'
			if before == 'n' && (next == 0 || !vowel(next)) {
				class = 0 // ng
			}
		case 'k', 'q':
			class = 'k'
		case 's', 'z', 'x':
			class = 's'
			if c == 'z' && next == 'h' {
				class = 'j'
			}
		case 'j':
			class = 'j'
		case 'l', 'r':
			class = 'l'
		case 'b', 'p':
			class = 'p'
			if c == 'p' && next == 'h' {
				class = 'f'
			}
		case 'd', 't':
			class = 't'
		case 'f', 'v', 'w':
			class = 'f'
		case 'm', 'n':
			class = c
		case 'h':
			if i == 0 {
				class = 'h'
			}
		default:
			class = c
		}
		if class != 0 && (len(out) == 0 || out[len(out)-1] != class || vowel(before)) {
			out = append(out, class)
		}
		before = c
	}
	return string(out)
}

func vowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}
