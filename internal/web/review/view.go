package review

import (
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/i18n"
	"github.com/sevenfold/sevenfold/internal/web/component"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// shownAnswers is how many of the visitor's last answers can be taken back on
// the page itself.
const shownAnswers = 5

// pile is what a queue has to show.
type pile struct {
	count    int // open questions, on all pages
	stake    stakes
	cards    []card
	answered []answered
	labels   []choice // that several questions can be answered with at once
	run      batch.LastRun
	words    string // what an answer in one's own words is called; empty for none
}

// view is the page of a queue.
type view struct {
	Name     Name
	Action   string
	Title    string
	Tabs     []tab
	Left     string // questions and money
	Money    string
	Run      lastRun
	Notice   *notice
	Cards    []card
	Answered []answered
	Labels   []choice
	Words    string
	May      bool   // answer
	ReadOnly string // why not
	Empty    string
	From     string
	Before   string // addresses of the pages around; may be empty
	After    string
	Range    string
	Keys     []key
}

type tab struct{ Label, Href, Count, Current string }

// notice says why an answer was refused.
type notice struct{ Message, Hint string }

// answered is one of the visitor's last answers.
type answered struct{ Decision, Text string }

type key struct{ Key, Text string }

// card is one question with what speaks for and against.
type card struct {
	ID, Title    string
	Money        string
	Why          string
	Settles      string // what a yes answers besides; may be empty
	Left, Right  side
	For, Against []string
	Sure         string // probability of the suggestion
	Suggestion   string // its pick; empty where there is none
	Accept       string // what a yes says
	Choices      []choice
	NewPick      string // the question, where the answer can be somebody new
	NewLabel     string
	TypedField   string
	SelectLabel  string
	Current      bool // to stand on when the page has come
}

// side is one of the two things that are compared.
type side struct {
	Label, Name string
	Href        string
	Facts       []component.Fact
}

// choice is another answer.
type choice struct{ Pick, Label, Sure string }

func newCard(v *visit.Visit, id, title string) card {
	return card{ID: id, Title: title, TypedField: typedField(id), SelectLabel: v.Text("web.review.select", i18n.Args{"title": title})}
}

func (c *card) stake(v *visit.Visit, a money.Amount, unconverted []money.Amount) {
	var s stakes
	s.add(a)
	for _, u := range unconverted {
		s.add(u)
	}
	c.Money = s.text(v)
}

func (c *card) suggest(p pick, accept, sure string) {
	c.Suggestion, c.Accept, c.Sure = p.String(), accept, sure
}

func (c *card) choose(p pick, label, sure string) {
	c.Choices = append(c.Choices, choice{p.String(), label, sure})
}

func (c *card) weigh(sentence string, speaksFor bool) {
	if speaksFor {
		c.For = append(c.For, sentence)
		return
	}
	c.Against = append(c.Against, sentence)
}

// facts are named values; those that nobody knows are left out.
type facts []component.Fact

func (f *facts) add(v *visit.Visit, name, value string) {
	if value != "" {
		*f = append(*f, component.Fact{Label: v.Text("web.review.fact."+name, nil), Text: value})
	}
}

// stakes are sums, one a currency, in the order met.
type stakes []money.Amount

func (s *stakes) add(a money.Amount) {
	if a.Currency == "" || a.Decimal.IsZero() {
		return
	}
	for i := range *s {
		if (*s)[i].Currency == a.Currency {
			(*s)[i].Decimal = (*s)[i].Decimal.Add(a.Decimal)
			return
		}
	}
	*s = append(*s, a)
}

func (s stakes) text(v *visit.Visit) string {
	var words []string
	for _, a := range s {
		words = append(words, amountText(v, a))
	}
	return strings.Join(words, " + ")
}

func amountText(v *visit.Visit, a money.Amount) string {
	return v.L.Number(a.Decimal.String(), a.Currency.Places()) + " " + string(a.Currency)
}

var hundred = money.MustParse("100")

func percent(v *visit.Visit, p money.Decimal) string {
	return v.L.Number(p.Mul(hundred).String(), 1) + " %"
}

// window gives a page of questions.
func window[T any](all []T, from int) []T {
	from = min(from, len(all))
	return all[from:min(from+pageSize, len(all))]
}

func newView(v *visit.Visit, name Name, p pile, counts map[Name]int, from int, at string, refused error) view {
	out := view{Name: name, Action: path + "/" + string(name), Title: v.Text("web.review.title", nil), Money: p.stake.text(v),
		Cards: p.cards, Answered: p.answered, Labels: p.labels, Words: p.words, May: v.May(access.RightDecide),
		Left: v.Text("web.review.left", i18n.Args{"count": p.count})}
	if out.Money != "" {
		out.Money = v.Text("web.review.money", i18n.Args{"money": out.Money})
	}
	never := p.run.At.IsZero() && p.run.Actor == "" && p.count == 0 && len(p.answered) == 0
	out.Run = newLastRun(v, p.run, never)
	if !out.May {
		out.ReadOnly = v.Text("web.review.read_only", nil)
	}
	for _, n := range Names() {
		t := tab{Label: v.Text("web.review.queue."+string(n), nil), Href: path + "/" + string(n), Count: v.L.Count(int64(counts[n])), Current: "false"}
		if n == name {
			t.Current = "page"
		}
		out.Tabs = append(out.Tabs, t)
	}
	if refused != nil {
		message, hint, _ := v.L.Fault(refused)
		out.Notice = &notice{message, hint}
	}
	for i := range out.Cards {
		out.Cards[i].Current = out.Cards[i].ID == at
	}
	if len(p.cards) == 0 {
		out.Empty = v.Text("web.review.empty."+string(name), nil)
		if never {
			out.Empty = v.Text("web.review.empty.never", nil)
		}
	}
	out.pages(v, name, p, from)
	for _, k := range []struct{ key, text string }{{"j k", "move"}, {"a", "accept"}, {"r", "reject"}, {"s", "skip"}, {"c", "choose"}, {"1 … 9", "number"},
		{"x", "select"}, {"u", "undo"}, {"?", "help"}} {
		out.Keys = append(out.Keys, key{k.key, v.Text("web.review.key."+k.text, nil)})
	}
	return out
}

// pages says which part of the queue is shown and where the others are.
func (out *view) pages(v *visit.Visit, name Name, p pile, from int) {
	if from > 0 {
		out.From = strconv.Itoa(from)
		out.Before = address(name, max(0, from-pageSize), "")
	}
	if from+pageSize < p.count {
		out.After = address(name, from+pageSize, "")
	}
	if len(p.cards) > 0 {
		out.Range = v.Text("web.review.range", i18n.Args{"first": from + 1, "last": from + len(p.cards), "count": p.count})
	}
}
