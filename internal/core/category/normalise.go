package category

import (
	"regexp"
	"strings"
	"unicode"
)

// Normalise brings a description into the form in which two are compared: width
// and case folded, punctuation made space, and what names a month, a year or a
// document taken out, because the same work is invoiced every month. A text of
// nothing else keeps it. Normalising twice changes nothing.
func Normalise(text string) string {
	folded := fold(text)
	rest := folded
	for {
		fewer := strings.Join(strings.Fields(passing().ReplaceAllString(" "+rest+" ", " ")), " ")
		if fewer == rest {
			break
		}
		rest = fewer
	}
	if rest == "" {
		return folded
	}
	return rest
}

// fold folds width and case and leaves letters, digits and single spaces.
func fold(text string) string {
	var b strings.Builder
	space := false
	for _, r := range text {
		switch {
		case r >= '！' && r <= '～':
			r = r - '！' + '!'
		case unicode.Is(unicode.Mn, r):
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			space = true
			continue
		}
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

const monthNames = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

// passing matches, in folded text between spaces, what names a time or a
// document: 2025 01, 31 jan 2025, january, q3, fy25, 2025年1月, 第三季度, and
// numbers of four digits or more. Month names that are also words (may, march)
// need a number beside them.
func passing() *regexp.Regexp { return passingPattern }

var passingPattern = regexp.MustCompile(strings.Join([]string{
	` (?:19|20)\d\d \d{1,2}(?: \d{1,2})? `,
	` \d{1,2} \d{1,2} (?:19|20)?\d\d `,
	` (?:\d{1,2}(?:st|nd|rd|th)? )?` + monthNames + ` (?:\d{1,2} )?(?:19|20)?\d\d `,
	` \d{1,2}(?:st|nd|rd|th)? ` + monthNames + ` `,
	` (?:january|february|april|june|july|august|september|october|november|december) `,
	` (?:q[1-4]|[1-4]q|h[12]|fy ?\d\d(?:\d\d)?|w(?:ee)?k ?\d{1,2})(?: (?:19|20)\d\d)? `,
	` (?:19|20)\d\d(?: q[1-4])? `,
	` \S*\d{4,}\S* `,
	`(?:(?:19|20)?\d\d ?年度? ?)?第?[一二三四1-4] ?季度`,
	`(?:19|20)?\d\d ?年度?(?: ?\d{1,2} ?月份?)?(?: ?\d{1,2} ?[日号])?`,
	`\d{1,2} ?月份?(?: ?\d{1,2} ?[日号])?`,
	`(?:十[一二]?|[一二三四五六七八九]) ?月份`,
	`(?:19|20)\d{4}`,
}, "|"))
