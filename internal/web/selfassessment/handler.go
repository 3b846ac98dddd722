// Package selfassessment is the page on which a firm says what it thinks of
// itself, before there are books and beside them.
//
// It owns the form and how the outcome reads. What answers mean,
// internal/core/selfassessment says; where they are kept, internal/flow/assessing.
package selfassessment

import (
	"net/http"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/period"
	"github.com/sevenfold/sevenfold/internal/core/selfassessment"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/web/answer"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// ActionAnswer is what the audit log calls a changed answer.
const ActionAnswer = "self_assessment"

// Handler shows and takes answers.
type Handler struct {
	Desk     *answer.Desk
	Assessor *assessing.Assessor
}

// Page answers GET /self-assessment.
func (h *Handler) Page(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	answers, err := h.Assessor.Answers(r.Context())
	if err != nil {
		return err
	}
	return h.show(w, r, v, answers, nil)
}

// Answer answers POST /self-assessment: it keeps what was answered. Where an
// answer means nothing, the form comes back as it was sent, and says so.
func (h *Handler) Answer(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	answers, refused := selfassessment.Answers{}, map[selfassessment.ID]sent{}
	for _, q := range selfassessment.Questions() {
		text := strings.TrimSpace(r.PostFormValue(string(q.ID)))
		if len(q.Choices) == 0 {
			low, high := strings.TrimSpace(r.PostFormValue(string(q.ID)+".low")), strings.TrimSpace(r.PostFormValue(string(q.ID)+".high"))
			if text = plain(low); high != "" {
				text += ".." + plain(high)
			}
		}
		if text == "" {
			continue
		}
		given, err := assessing.ParseAnswer(q.ID, text)
		if err != nil {
			refused[q.ID] = sent{low: r.PostFormValue(string(q.ID) + ".low"), high: r.PostFormValue(string(q.ID) + ".high"), fault: err}
			continue
		}
		answers[q.ID] = given
	}
	if len(refused) > 0 {
		return h.show(w, r, v, answers, refused)
	}
	if err := h.Assessor.SaveAnswers(r.Context(), answers); err != nil {
		return err
	}
	http.Redirect(w, r, "/self-assessment", http.StatusSeeOther)
	return nil
}

// plain takes the separators of thousands out, which both languages write alike.
func plain(amount string) string {
	return strings.NewReplacer(",", "", " ", "", "\u00a0", "").Replace(amount)
}

// sent is an amount as it was typed, and why it was refused.
type sent struct {
	low, high string
	fault     error
}

func (h *Handler) show(w http.ResponseWriter, r *http.Request, v *visit.Visit, answers selfassessment.Answers, refused map[selfassessment.ID]sent) error {
	if err := h.Desk.Fresh(r.Context()); err != nil {
		return err
	}
	span, err := h.Desk.Span(r.Context(), v)
	if err != nil {
		return err
	}
	var figure *multiplier.Result
	within := period.Range{}
	if !span.IsEmpty() {
		within = span.Trailing(min(12, int(span.Last-span.First)+1))
		in := answer.Input(v, within, multiplier.DimensionCustomer)
		in.Definitions = []string{multiplier.Standard().Name}
		result, err := h.Desk.Ask(r.Context(), in)
		if err != nil {
			return err
		}
		figure = &result.Figures[0]
	}
	self, err := h.Assessor.Self(r.Context(), answers, v.Currency, figure, within.Months())
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(refused) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return visit.Show(r.Context(), w, status, page(v, newView(v, self, answers, refused)))
}

// message words a refused answer.
func message(v *visit.Visit, err error) string {
	if _, ok := fault.As(err); !ok {
		return ""
	}
	text, hint, _ := v.L.Fault(err)
	return text + " " + hint
}
