package review

import (
	"fmt"
	"sync"
	"time"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
)

// Jobs are the jobs that answer, made for whoever asks: each decision carries
// the name of the person who made it.
type Jobs struct {
	Measurer *measuring.Measurer
	Config   config.Config
	Now      func() time.Time

	// One categoriser serves all, in turn: it keeps what it learned.
	categorising sync.Mutex
	categoriser  *categorising.Categoriser
}

func (j *Jobs) identity(actor string) (queue, error) {
	thresholds := identity.DefaultThresholds()
	if _, err := fmt.Sscan(j.Config.Match.Accept.String()+" "+j.Config.Match.Apart.String(), &thresholds.Accept, &thresholds.Apart); err != nil {
		return nil, err
	}
	return &identityQueue{actor: actor, measurer: j.Measurer, matcher: &matching.Matcher{State: j.Measurer.State, Engine: j.Measurer.Engine, Lake: j.Measurer.Lake,
		Payers: j.Measurer.Payers, Thresholds: thresholds, Currency: j.Config.Currency, Policy: j.Config.Rates.Policy, Actor: actor, Now: j.Now, Guard: access.Guarded}}, nil
}

func (j *Jobs) categories(actor string) queue { return &categoryQueue{actor: actor, jobs: j} }

// categorise lets one caller at a time work with the categoriser.
func (j *Jobs) categorise(actor string, work func(*categorising.Categoriser) error) error {
	j.categorising.Lock()
	defer j.categorising.Unlock()
	if j.categoriser == nil {
		j.categoriser = &categorising.Categoriser{State: j.Measurer.State, Engine: j.Measurer.Engine, Lake: j.Measurer.Lake, Threshold: j.Config.Categorise.Accept,
			Currency: j.Config.Currency, Policy: j.Config.Rates.Policy, Now: j.Now, Guard: access.Guarded}
	}
	j.categoriser.Actor = actor
	return work(j.categoriser)
}

func (j *Jobs) pairs(actor string) queue {
	return &pairQueue{actor: actor, attributor: &attributing.Attributor{Measurer: j.Measurer, Threshold: attributing.DefaultAccept(), Actor: actor, Now: j.Now}}
}
