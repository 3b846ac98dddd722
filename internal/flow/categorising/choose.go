package categorising

import (
	"context"
	"regexp"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/category"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/state"
)

// Selection says which subjects an answer is for.
type Selection struct {
	Refs []string // keys, or beginnings of them
	// Pattern selects every subject of the books with a description, project or
	// item code that it matches: RE2, case ignored.
	Pattern string
	// Asked leaves out what is not in the queue.
	Asked bool
}

// choose finds the selected subjects: in the queue, and, for what is not there,
// in the books.
func (c *Categoriser) choose(ctx context.Context, sel Selection) ([]Question, error) {
	waiting, err := c.queue(ctx)
	if err != nil {
		return nil, err
	}
	var all []Question // read when first needed
	books := func() error {
		if all == nil && !sel.Asked {
			all, err = c.subjects(ctx)
		}
		return err
	}
	var chosen []Question
	key := func(q Question) category.Key { return q.Key }
	for _, ref := range sel.Refs {
		q, ok, err := named(waiting, key, ref)
		if err != nil {
			return nil, err
		}
		if !ok {
			if err := books(); err != nil {
				return nil, err
			}
			if q, ok, err = named(all, key, ref); err != nil {
				return nil, err
			}
		}
		if !ok {
			return nil, unknownSubject(ref)
		}
		chosen = append(chosen, q)
	}
	if sel.Pattern != "" || (len(sel.Refs) == 0 && sel.Asked) {
		matches, err := matching(sel.Pattern)
		if err != nil {
			return nil, err
		}
		among := waiting
		if !sel.Asked {
			if err := books(); err != nil {
				return nil, err
			}
			among = all
		}
		for _, q := range among {
			if matches(q.Subject) {
				chosen = append(chosen, q)
			}
		}
	}
	if len(chosen) == 0 {
		return nil, fault.New(fault.KindNotFound, "category.nothing_selected").With("pattern", sel.Pattern)
	}
	return chosen, nil
}

func matching(pattern string) (func(category.Subject) bool, error) {
	re, err := regexp.Compile("(?i)" + pattern)
	if err != nil {
		return nil, fault.New(fault.KindInvalid, "category.pattern").With("value", pattern).Because(err)
	}
	return func(s category.Subject) bool {
		return re.MatchString(s.Description) || re.MatchString(s.Project) || re.MatchString(s.ItemCode)
	}, nil
}

// subjects are all subjects of the live books, one a key, the most money first.
func (c *Categoriser) subjects(ctx context.Context) ([]Question, error) {
	g, err := c.stand(ctx)
	if err != nil {
		return nil, err
	}
	b, err := c.read(ctx)
	if err != nil {
		return nil, err
	}
	list := []Question{}
	seen := map[category.Key]bool{}
	for _, item := range b.items(g.judge) {
		if item.Key != "" && !seen[item.Key] {
			seen[item.Key] = true
			list = append(list, Question{Key: item.Key, Subject: item.Subject, Lines: item.Lines, Stake: item.Stake, Offering: item.Class.Offering, Deals: item.Deals})
		}
	}
	return list, nil
}

// stale reports whether the live books are others than the last run saw.
func (c *Categoriser) stale(ctx context.Context) (bool, error) {
	r, err := c.State.LastRun(ctx, state.AreaCategory, readKinds(), nil)
	return r.IsStale(), err
}

func readKinds() []batch.Kind { return []batch.Kind{batch.KindServices} }

// LastRun says when a run last looked at the books and what has come since.
func (c *Categoriser) LastRun(ctx context.Context) (_ batch.LastRun, err error) {
	defer fault.Wrap(&err, "categorising.LastRun")
	if _, err := c.Guard.Allow(ctx, access.RightBooks); err != nil {
		return batch.LastRun{}, err
	}
	return c.State.LastRun(ctx, state.AreaCategory, readKinds(), []batch.Kind{batch.KindCategories, batch.KindOfferings, batch.KindPipeline})
}
