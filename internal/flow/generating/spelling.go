package generating

import (
	"math/rand/v2"
	"strings"
)

// spelling is another way in which a clerk may write a company: its form
// written out or left away, capitals, a slip, a short word, a branch, a trade
// name, its domain.
func spelling(r *rand.Rand, c *client) string {
	name, form := c.brand+" "+c.word, c.place.legal
	switch r.IntN(10) {
	case 0:
		return name + " " + pick(r, legalForms()[form])
	case 1:
		return strings.ToUpper(c.legal)
	case 2:
		return slip(r, c.brand) + " " + c.word + " " + form
	case 3:
		return c.brand + " " + shortened(c.word) + " " + form
	case 4:
		return c.legal + " - " + pick(r, []string{"Manchester", "Lyon", "Hamburg", "Utrecht", "Boston"}) + " branch"
	case 5:
		return c.legal + " t/a " + c.brand
	case 6:
		return c.domain
	case 7:
		return name
	case 8:
		return strings.ReplaceAll(name, " ", "") + " " + form
	default:
		return "The " + name + " Group"
	}
}

// chineseSpelling is the same for a company in China.
func chineseSpelling(r *rand.Rand, c *client) string {
	core := c.brand + c.industry.chinese
	switch r.IntN(8) {
	case 0:
		return c.city.name + "市" + core + "科技有限公司"
	case 1:
		return core + "科技(" + c.city.name + ")有限公司"
	case 2:
		return core + "科技（" + c.city.name + "）有限公司"
	case 3:
		return c.legal + pick(r, []string{"苏州", "武汉", "西安"}) + "分公司"
	case 4:
		return core
	case 5:
		return c.city.english + " " + titled(pinyin(c.brand)) + " " + titled(c.industry.id) + " Technology Co., Ltd."
	case 6:
		return c.city.name + core + "科技有限责任公司"
	default:
		return c.city.name + core
	}
}

// legalForms are other ways to write each form.
func legalForms() map[string][]string {
	return map[string][]string{
		"Co., Ltd.": {"Company Limited"},
		"Inc.":      {"Incorporated", "Inc", ", Inc.", "Corp."},
		"Ltd":       {"Limited", "Ltd.", "LTD"},
		"GmbH":      {"Gesellschaft mbH", "G.m.b.H."},
		"B.V.":      {"BV", "Besloten Vennootschap"},
		"SAS":       {"S.A.S.", "Société par actions simplifiée"},
		"Pte. Ltd.": {"Pte Ltd", "Private Limited"},
	}
}

// slip swaps, drops or doubles one letter inside a word.
func slip(r *rand.Rand, word string) string {
	at := between(r, 1, len(word)-2)
	switch r.IntN(3) {
	case 0:
		return word[:at] + word[at+1:at+2] + word[at:at+1] + word[at+2:]
	case 1:
		return word[:at] + word[at+1:]
	default:
		return word[:at] + word[at:at+1] + word[at:]
	}
}

// shortened is a word as people shorten it.
func shortened(word string) string {
	short := map[string]string{"Systems": "Sys.", "Software": "SW", "Components": "Comp.", "Diagnostics": "Diag.", "Machine Works": "Mach. Works",
		"Broadcasting": "Bcasting", "Academy": "Acad.", "Outfitters": "Outf.", "Markets": "Mkts", "Payments": "Pymts", "Freight": "Frt."}[word]
	if short == "" {
		return word
	}
	return short
}

// accountName is what somebody called an account in the console.
func accountName(r *rand.Rand, c *client, a *account) string {
	env := a.name[strings.LastIndexByte(a.name, '-')+1:]
	latin := c.brand
	if c.place.country == "CN" {
		latin = titled(strings.TrimSuffix(c.alias, "-cn"))
	}
	switch r.IntN(16) {
	case 0, 1:
		return latin + " " + titled(env)
	case 2:
		return strings.ToUpper(strings.ReplaceAll(latin, " ", "_") + "_" + env)
	case 3:
		return slip(r, c.alias) + "-" + env
	case 4:
		return "aws-" + env + "@" + c.domain
	case 5:
		return "aws-" + c.alias + "-" + env + "-01"
	case 6:
		return initials(latin+" "+c.word) + "-" + env
	case 7:
		return env + "-" + pad(between(r, 1, 9), 2)
	case 8:
		return ""
	case 9:
		if c.place.country == "CN" {
			return c.brand + "-生产"
		}
		return c.brand + " " + c.word + " (" + titled(env) + ")"
	default:
		return c.alias + "-" + env
	}
}

// formerName is an invented name that the client is said to have had.
func (c *client) formerName(n *names) string {
	if c.place.country == "CN" {
		return c.city.name + n.chinese() + c.industry.chinese + "科技有限公司"
	}
	return n.brand() + " " + c.word + " " + c.place.legal
}

// pinyin writes a Chinese brand in Latin letters; a Latin one as a slug.
func pinyin(brand string) string {
	latin := brand
	for i, head := range chineseHeads() {
		latin = strings.ReplaceAll(latin, head, chineseSounds()[i])
	}
	return slug(latin)
}

func titled(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == ' ' })
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}

func initials(s string) string {
	letters := ""
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == ' ' }) {
		letters += strings.ToLower(w[:1])
	}
	return letters
}

// fold is what two names are compared by here: letters and digits.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_.,()（）:：/@&'", r) {
			return -1
		}
		return r
	}, strings.ToLower(s))
}
