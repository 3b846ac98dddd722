package review

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// pick is an answer as a form carries it: a question and the candidate that the
// visitor saw beside it, so that nobody says yes to what has changed meanwhile.
type pick struct {
	Question, Candidate string
	New                 bool // none of those there are: somebody new
}

// pickMark parts question and candidate; no question's id has it.
const pickMark = "~"

func (p pick) String() string { return p.Question + pickMark + p.Candidate }

// parsePick reads what String wrote. Fault: review.pick_malformed.
func parsePick(text string) (pick, error) {
	question, candidate, ok := strings.Cut(text, pickMark)
	if !ok || question == "" {
		return pick{}, fault.New(fault.KindInvalid, "review.pick_malformed").With("value", text)
	}
	return pick{Question: question, Candidate: candidate}, nil
}

// typedField is the field for an answer to one question in the visitor's own
// words.
func typedField(question string) string { return "words" + pickMark + question }

// answer does what the pressed button says, and gives the question to stand on
// afterwards, where that is another than the next. Faults: review.nothing_chosen,
// review.pick_malformed, and those of the queue.
func answer(ctx context.Context, q queue, form url.Values) (at string, err error) {
	if decision := form.Get("undo"); decision != "" {
		return q.undo(ctx, decision)
	}
	for _, verb := range []string{"accept", "reject"} {
		if one := form.Get(verb); one != "" {
			return "", decide(ctx, q, verb, []string{one})
		}
	}
	if question := form.Get("new"); question != "" {
		return "", q.accept(ctx, []pick{{Question: question, New: true}})
	}
	if question := form.Get("typed"); question != "" {
		words := strings.TrimSpace(form.Get(typedField(question)))
		if words == "" {
			return question, fault.New(fault.KindInvalid, "review.words_missing")
		}
		return question, q.accept(ctx, []pick{{Question: question, Candidate: words}})
	}
	chosen := form["pick"]
	if len(chosen) == 0 {
		return "", fault.New(fault.KindInvalid, "review.nothing_chosen")
	}
	if as := form.Get("as"); form.Get("do") == "as" {
		if as == "" {
			return "", fault.New(fault.KindInvalid, "review.words_missing")
		}
		chosen = slices.Clone(chosen)
		for i, one := range chosen {
			question, _, _ := strings.Cut(one, pickMark)
			chosen[i] = pick{Question: question, Candidate: as}.String()
		}
	}
	verb := "accept"
	if form.Get("do") == "reject" {
		verb = "reject"
	}
	return "", decide(ctx, q, verb, chosen)
}

func decide(ctx context.Context, q queue, verb string, chosen []string) error {
	picks := make([]pick, len(chosen))
	for i, one := range chosen {
		p, err := parsePick(one)
		if err != nil {
			return err
		}
		if p.Candidate == "" {
			return fault.New(fault.KindInvalid, "review.no_candidate")
		}
		picks[i] = p
	}
	if verb == "reject" {
		return q.reject(ctx, picks)
	}
	return q.accept(ctx, picks)
}
