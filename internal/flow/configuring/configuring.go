// Package configuring changes what a workspace is set to, while others use it.
//
// It owns which settings whom concern and that a change holds at once. It does
// not own what settings there are, nor how they stand in the file
// (internal/config).
package configuring

import (
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/sevenfold/sevenfold/internal/config"
	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Settings are those of one workspace. They are safe for concurrent use and must
// not be copied.
type Settings struct {
	// Guard refuses changes that nobody is known to make, and leaves what concerns
	// the machine to who has the workspace's folder.
	Guard access.Guard

	now      atomic.Pointer[config.Config]
	changing sync.Mutex
}

// New begins with a configuration that was loaded.
func New(c config.Config) *Settings {
	s := &Settings{}
	s.now.Store(&c)
	return s
}

// Config is what is in force now.
func (s *Settings) Config() config.Config { return *s.now.Load() }

// Shared lists the settings that say what figures mean and how they read, in
// the order in which they are shown. The others concern the machine: how much
// memory, which processors, where the state is, how rows are refused and
// questions answered.
func Shared() []string {
	return []string{"partner.name", "partner.payers", "currency", "rates.policy", "fiscal_year_start", "lang"}
}

// Change writes settings into the workspace's file, all or none, and makes them
// hold at once. Values are texts as the file has them; lists are parted by
// commas.
//
// Faults: access.denied, config.of_the_machine, config.overridden and the
// others of config.Change.
func (s *Settings) Change(ctx context.Context, values map[string]string) (err error) {
	defer fault.Wrap(&err, "configuring.Change")
	if _, err := s.Guard.Allow(ctx, access.RightSettle); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if bool(s.Guard) && slices.Contains(config.Keys(), key) && !slices.Contains(Shared(), key) {
			return fault.New(fault.KindDenied, "config.of_the_machine").With("key", key)
		}
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	next, err := s.Config().Change(values)
	if err != nil {
		return err
	}
	s.now.Store(&next)
	return nil
}
