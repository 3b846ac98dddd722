package category

import (
	"slices"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// Label is one thing a line can be, on one list: a category, or a nature that
// keeps it out of services.
type Label string

// Labels lists what the classifier tells apart: the six categories in
// life-cycle order, then what is no cloud service. Marketplace services and own
// software are told by where they are sold, not by words, and only people say
// so.
func Labels() []Label {
	var labels []Label
	for _, c := range service.Categories() {
		labels = append(labels, Label(c))
	}
	for _, n := range []service.Nature{service.NatureResoldCloud, service.NatureThirdPartySoftware, service.NatureHardware,
		service.NatureFunding, service.NatureInternal, service.NatureUnrelated} {
		labels = append(labels, Label(n))
	}
	return labels
}

// Known reports whether the classifier tells this label apart.
func (l Label) Known() bool { return slices.Contains(Labels(), l) }

// IsCategory reports whether the label is one of the six.
func (l Label) IsCategory() bool { return slices.Contains(service.Categories(), service.Category(l)) }

// Answer is a line that is this and nothing else.
func (l Label) Answer() Answer {
	if l.IsCategory() {
		return Answer{Nature: service.NatureService, Weights: []service.Weight{{Category: service.Category(l), Share: money.One}}}
	}
	return Answer{Nature: service.Nature(l)}
}

// Labels gives what an answer is made of, each with its share: categories by
// weight, or the nature whole. An answer that says neither is empty.
func (a Answer) Labels() map[Label]money.Decimal {
	labels := map[Label]money.Decimal{}
	for _, w := range a.Weights {
		labels[Label(w.Category)] = w.Share
	}
	if l := Label(a.Nature); len(labels) == 0 && l.Known() {
		labels[l] = money.One
	}
	return labels
}
