package categorising

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// offeringMark stands before an offering's id in an answer.
const offeringMark = "offering:"

// ParseAnswer reads an answer as people write it: a category, several with
// shares, a nature, or an offering as offering:ID, also together: "build",
// "design=0.3; build=0.7", "硬件", "offering:LZ", "build offering:LZ",
// "own_software manage".
//
// Faults: those of service.ParseWeights, category.offering_alone,
// category.answer_without_category.
func ParseAnswer(text string) (category.Answer, error) {
	a := category.Answer{Nature: service.NatureService}
	if before, id, ok := strings.Cut(text, offeringMark); ok {
		a.Offering, text = offering.ID(strings.TrimSpace(id)), before
		if a.Offering == "" {
			return category.Answer{}, fault.New(fault.KindInvalid, "category.offering_alone")
		}
	}
	text = strings.TrimSpace(text)
	word, rest, _ := strings.Cut(text, " ")
	if n, ok := service.ParseNature(word); ok {
		a.Nature, text = n, rest
	}
	var err error
	if a.Weights, err = service.ParseWeights(text); err != nil {
		return category.Answer{}, err
	}
	return a, a.Validate()
}

// FormatAnswer writes an answer so that ParseAnswer reads it.
func FormatAnswer(a category.Answer) string {
	var parts []string
	if a.Nature != service.NatureService {
		parts = append(parts, string(a.Nature))
	}
	if w := service.FormatWeights(a.Weights); w != "" {
		parts = append(parts, w)
	}
	if a.Offering != "" {
		parts = append(parts, offeringMark+string(a.Offering))
	}
	return strings.Join(parts, " ")
}
