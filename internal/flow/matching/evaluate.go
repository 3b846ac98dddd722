package matching

import (
	"context"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/source/form"
)

// Keys of the columns of a file of labelled pairs.
const (
	ColumnName1   = "name1"
	ColumnName2   = "name2"
	ColumnIsMatch = "is_match"
	ColumnFamily  = "family"
)

// LabelledPair is a row of a file of labelled pairs.
type LabelledPair struct {
	Row          int64
	Name1, Name2 string
	identity.Labelled
}

// Evaluation is what the shipped weights say of labelled pairs, at the two cuts
// that ship: yes or no without a person, and linked without asking.
type Evaluation struct {
	Pairs        []LabelledPair
	Model        string
	Same, Accept identity.Measured
}

// Evaluate answers labelled pairs of names. It needs no books.
func Evaluate(ctx context.Context, path string) (_ Evaluation, err error) {
	defer fault.Wrap(&err, "matching.Evaluate(%s)", path)
	pairs, err := ReadPairs(ctx, path)
	if err != nil {
		return Evaluation{}, err
	}
	labelled := make([]identity.Labelled, len(pairs))
	for i, p := range pairs {
		labelled[i] = p.Labelled
	}
	model := identity.Shipped()
	return Evaluation{Pairs: pairs, Model: model.Version(), Same: model.Evaluate(labelled, identity.DefaultSame),
		Accept: model.Evaluate(labelled, identity.DefaultAccept)}, nil
}

// ReadPairs reads labelled pairs of names: the columns name1, name2, is_match
// and, where there is one, family; others are not read.
func ReadPairs(ctx context.Context, path string) (_ []LabelledPair, err error) {
	defer fault.Wrap(&err, "matching.ReadPairs(%s)", path)
	known := form.Columns{}
	for _, key := range []string{ColumnName1, ColumnName2, ColumnIsMatch, ColumnFamily} {
		known[key] = []string{key}
	}
	t, err := form.Read(ctx, path, known, ColumnName1, ColumnName2, ColumnIsMatch)
	if err != nil {
		return nil, err
	}
	var pairs []LabelledPair
	for _, r := range t.Rows {
		p := LabelledPair{Row: r.Number, Name1: t.Get(r, ColumnName1), Name2: t.Get(r, ColumnName2)}
		word := answerWord(strings.ToLower(t.Get(r, ColumnIsMatch)))
		if word != "yes" && word != "no" || p.Name1 == "" || p.Name2 == "" {
			return nil, fault.New(fault.KindInvalid, "match.pair_malformed").At(t.Place(r, ColumnIsMatch))
		}
		p.Labelled = identity.Labelled{A: identity.Prepare(plain(p.Name1).Record), B: identity.Prepare(plain(p.Name2).Record),
			Same: word == "yes", Family: t.Get(r, ColumnFamily)}
		pairs = append(pairs, p)
	}
	return pairs, nil
}
