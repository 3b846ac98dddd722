package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/benchmark"
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/move"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/service"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/prospecting"
	"github.com/sevenfold/sevenfold/internal/flow/moving"
)

// sells is a seller over the sample books: Acme and Beta both run in Beijing.
func sells(t *testing.T) seller {
	t.Helper()
	b := measuringtest.Sample(t)
	b.Bill(batch.SideCost, measuringtest.Charge("900000000000", "111111111111", "2025-03", "Usage", "Amazon EC2", "cn-north-1", "5", "5"),
		measuringtest.Charge("222222222222", "222222222222", "2025-03", "Usage", "Amazon EC2", "cn-northwest-1", "6", "6"))
	ctx := access.With(t.Context(), access.Local())
	if _, err := b.Importer.SaveOffering(ctx, importing.RosterInput{Strict: true}, t.TempDir()+"/o", offering.Offering{ID: "bot", Name: "Bot", NameZH: "机器人", Nature: service.NatureService,
		Weights: oneCategory(t), Needs: []region.ServiceID{"lex"}}); err != nil {
		t.Fatal(err)
	}
	m := b.Measurer
	m.Guard = access.Guarded
	s := seller{config.Default, m, &prospecting.Prospector{Measurer: m, References: func(context.Context) (benchmark.Table, error) { return benchmark.Shipped(), nil }},
		&moving.Mover{State: m.State, Now: time.Now, Guard: access.Guarded}}
	for _, id := range []customer.ID{"a", "b"} {
		if _, err := s.mover.Open(ctx, moving.OpenInput{Title: "Sell the bot to " + string(id), Proposal: move.Proposal{Customer: id, Offering: "bot", Strategy: move.StrategyPortfolio}}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func oneCategory(t *testing.T) []service.Weight {
	t.Helper()
	w, err := service.ParseWeights("manage")
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWhatAnOfferingBlocksIsToldOfTheAskersCustomersOnly(t *testing.T) {
	s := sells(t)
	k := fitting.NewChecker(region.Shipped(), region.ShippedRule(), region.China(), time.Now())
	for _, c := range []struct {
		name   string
		viewer access.Viewer
		want   string
		grade  region.Grade
	}{
		{"who sees everybody", access.Local(), "cell:a cell:b move:a move:b", region.GradeLow},
		{"who has Beta", access.Viewer{Actor: "m", Role: access.RoleAccountManager, Customers: []customer.ID{"b"}}, "cell:b move:b", region.GradeLow},
		{"who has nobody", access.Viewer{Actor: "n", Role: access.RoleAccountManager}, "", region.GradeLow},
		{"who came by a link", access.Viewer{Actor: "l", Role: access.RoleOwner, Link: true}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			books, err := s.run(access.With(t.Context(), c.viewer))
			if err != nil {
				t.Fatal(err)
			}
			all, err := k.Outlooks(books, false)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, o := range all {
				if o.Report.Worst() != c.grade {
					t.Errorf("the verdict is %s", o.Report.Worst())
				}
				for _, chance := range o.Chances {
					got = append(got, string(chance.Kind)+":"+string(chance.Customer))
				}
				if n := o.Prospects[0].Cells.Count + o.Prospects[0].Moves.Count; n != len(o.Chances) || o.Prospects[0].Effect != fitting.EffectBlocks {
					t.Errorf("%d of %d are blocked", n, len(o.Chances))
				}
			}
			slices.Sort(got)
			if strings.Join(got, " ") != c.want {
				t.Errorf("told of %q, want %q", got, c.want)
			}
		})
	}
	if _, err := s.run(t.Context()); err == nil {
		t.Error("nobody asked, and is answered")
	}
}
