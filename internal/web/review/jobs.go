package review

import (
	"fmt"
	"sync"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/identity"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/attributing"
)

// Jobs are the jobs that answer, made for whoever asks: each decision carries
// the name of the person who made it.
type Jobs struct {
	Measurer *measuring.Measurer
	Settings *configuring.Settings
	Now      func() time.Time

	// One categoriser serves all, in turn: it keeps what it learned.
	categorising sync.Mutex
	categoriser  *categorising.Categoriser
}

func (j *Jobs) identity(actor string) (queue, error) {
	thresholds, set := identity.DefaultThresholds(), j.Settings.Config()
	if _, err := fmt.Sscan(set.Match.Accept.String()+" "+set.Match.Apart.String(), &thresholds.Accept, &thresholds.Apart); err != nil {
		return nil, err
	}
	return &identityQueue{actor: actor, measurer: j.Measurer, matcher: &matching.Matcher{State: j.Measurer.State, Engine: j.Measurer.Engine, Lake: j.Measurer.Lake,
		Payers: set.Partner.Payers, Thresholds: thresholds, Currency: set.Currency, Policy: set.Rates.Policy, Actor: actor, Now: j.Now, Guard: access.Guarded}}, nil
}

func (j *Jobs) categories(actor string) queue { return &categoryQueue{actor: actor, jobs: j} }

// categorise lets one caller at a time work with the categoriser.
func (j *Jobs) categorise(actor string, work func(*categorising.Categoriser) error) error {
	j.categorising.Lock()
	defer j.categorising.Unlock()
	set := j.Settings.Config()
	if j.categoriser == nil {
		j.categoriser = &categorising.Categoriser{State: j.Measurer.State, Engine: j.Measurer.Engine, Lake: j.Measurer.Lake, Now: j.Now, Guard: access.Guarded}
	}
	j.categoriser.Actor, j.categoriser.Threshold, j.categoriser.Currency, j.categoriser.Policy = actor, set.Categorise.Accept, set.Currency, set.Rates.Policy
	return work(j.categoriser)
}

func (j *Jobs) pairs(actor string) queue {
	return &pairQueue{actor: actor, attributor: &attributing.Attributor{Measurer: j.Measurer, Threshold: attributing.DefaultAccept(), Actor: actor, Now: j.Now}}
}
