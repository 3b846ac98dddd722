package identity_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

func TestChoose(t *testing.T) {
	sure := identity.Match{Score: identity.Score{Probability: 0.995, LogOdds: 5.3}}
	near := identity.Match{Score: identity.Score{Probability: 0.97, LogOdds: 3.5}}
	far := identity.Match{Score: identity.Score{Probability: 0.5, LogOdds: 0}}
	none := identity.Match{Score: identity.Score{Probability: 0.01, LogOdds: -4.6}}
	vetoed := identity.Match{Score: identity.Score{Probability: 0.995, LogOdds: 9, Veto: identity.CodeTaxDiffers}}
	weak := identity.Match{Score: identity.Score{Probability: 0.995, LogOdds: 9, OnlyWeak: true}}
	label := sure
	label.Score.Evidence = []identity.Evidence{{Code: identity.CodeAlias}}
	asked := identity.Prepare(identity.Record{Key: "a", Kind: identity.KindAccount, Aliases: []string{"yarrowmoor-prod"}})
	letterAway := func(r identity.Record) identity.Match {
		r.Key = "away"
		return identity.Match{Record: identity.Prepare(r), Score: identity.Score{Probability: 0.9, LogOdds: 2.2, Evidence: []identity.Evidence{{Code: identity.CodeBrandEdits}}}}
	}
	for _, c := range []struct {
		name      string
		matches   []identity.Match
		verdict   identity.Verdict
		kept      int
		competing bool
	}{
		{"nobody", nil, identity.VerdictApart, 0, false},
		{"nobody likely", []identity.Match{none}, identity.VerdictApart, 0, false},
		{"one, sure", []identity.Match{sure, none}, identity.VerdictAccept, 1, false},
		{"one, sure, far ahead", []identity.Match{sure, far}, identity.VerdictAccept, 2, false},
		{"two, nearly as good", []identity.Match{sure, near}, identity.VerdictAsk, 2, true},
		{"one, sure, by a label", []identity.Match{label, none}, identity.VerdictAccept, 1, false},
		{"one, sure, by a label, and another at all", []identity.Match{label, far}, identity.VerdictAsk, 2, true},
		{"one, sure, by a label, and another a letter away", []identity.Match{label, letterAway(identity.Record{Names: []string{"Marrowmoor Ltd"}})}, identity.VerdictAccept, 2, false},
		{"one, sure, by a label, and another whose account has a slip in it",
			[]identity.Match{label, letterAway(identity.Record{Names: []string{"Yarrowmoor Press"}, Aliases: []string{"yarrowmor"}})}, identity.VerdictAsk, 2, true},
		{"one, not sure", []identity.Match{near}, identity.VerdictAsk, 1, false},
		{"vetoed", []identity.Match{vetoed}, identity.VerdictAsk, 1, false},
		{"only suggestions", []identity.Match{weak}, identity.VerdictAsk, 1, false},
	} {
		got := identity.DefaultThresholds().Choose(asked, c.matches)
		if got.Verdict != c.verdict || len(got.Matches) != c.kept || got.Competing != c.competing {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
