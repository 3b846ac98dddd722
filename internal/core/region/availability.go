package region

// State is whether a region has a service.
type State string

const (
	StateAvailable   State = "available"
	StateUnavailable State = "unavailable"
	// StateUnknown: no source decides. It is neither counted as there nor as missing
	// unless a rule says so.
	StateUnknown State = "unknown"
)

// Reason is why a state is what it is: a message key for every face.
type Reason string

const (
	ReasonDocument   Reason = "document"   // a page about the service says so
	ReasonOwn        Reason = "own"        // the user says so
	ReasonListed     Reason = "listed"     // AWS's list of the region names it
	ReasonNotListed  Reason = "not_listed" // AWS's list names it elsewhere, and nothing shows it here
	ReasonElsewhere  Reason = "elsewhere"  // it has endpoints or types elsewhere, none here
	ReasonUnlisted   Reason = "unlisted"   // not in the list, yet endpoints and types are both there
	ReasonWhole      Reason = "whole"      // what is known of its whole
	ReasonConflict   Reason = "conflict"   // sources contradict each other
	ReasonSilence    Reason = "silence"    // no source speaks of it
	ReasonNoRegion   Reason = "no_region"  // no source speaks of the region
	ReasonOneHint    Reason = "one_hint"   // only an endpoint or only a type is there
	ReasonSuperseded Reason = "superseded" // the whole is not there, so a part is not
)

// Evidence is what one source says of a service in a region.
type Evidence struct {
	Kind   SourceKind `json:"kind"`
	Source string     `json:"source"` // the title
	URL    string     `json:"url,omitempty"`
	Date   string     `json:"date"`
	Says   State      `json:"says"`
	// Text is what a document says, in English and Chinese; empty for lists.
	Text    string `json:"text,omitempty"`
	Chinese string `json:"text_zh,omitempty"`
}

// Availability is whether a region has a service, who says so and who says
// otherwise.
type Availability struct {
	Service ServiceID `json:"service"`
	Region  ID        `json:"region"`
	State   State     `json:"state"`
	Reason  Reason    `json:"reason"`
	// Decided is the evidence that the state stands on: none where nobody spoke.
	Decided []Evidence `json:"decided,omitempty"`
	// Against is evidence for another state. It stays visible.
	Against []Evidence `json:"against,omitempty"`
	// Whole is the service whose state this is, where a part has none of its own.
	Whole ServiceID `json:"whole,omitempty"`
}

// Source is the strongest evidence that decided, or false where there is none.
func (a Availability) Source() (Evidence, bool) {
	if len(a.Decided) == 0 {
		return Evidence{}, false
	}
	return a.Decided[0], true
}

// Available says whether a region has a service. What the user or a page about
// the service says decides; then AWS's own list; then, where the list of a region
// is coarse or silent, endpoints and types together. Either alone proves nothing,
// nor does absence from all of them.
func (c *Catalogue) Available(id ServiceID, in ID) Availability {
	a := c.judge(id, in)
	s, known := c.Get(id)
	if !known || s.PartOf == "" {
		return a
	}
	if a.Reason == ReasonDocument || a.Reason == ReasonOwn || a.Reason == ReasonListed {
		return a
	}
	whole := c.Available(s.PartOf, in)
	switch {
	case whole.State == StateUnavailable:
		whole.Reason = ReasonSuperseded
	case a.State == StateUnavailable && !c.coarse(in):
		return a
	case a.State != StateUnavailable || a.Reason == ReasonNotListed:
		whole.Reason = ReasonWhole
	default:
		return a
	}
	whole.Service, whole.Whole = id, s.PartOf
	whole.Against = append(whole.Against, differing(append(a.Decided, a.Against...), whole.State)...)
	return whole
}

// coarse reports whether some list of the region has wholes only.
func (c *Catalogue) coarse(in ID) bool {
	for _, s := range c.sources {
		for _, id := range s.Coarse {
			if id == in {
				return true
			}
		}
	}
	return false
}

// judge decides from what sources say of the service itself.
func (c *Catalogue) judge(id ServiceID, in ID) Availability {
	a := Availability{Service: id, Region: in, State: StateUnknown, Reason: ReasonSilence}
	by := map[SourceKind][]Evidence{}
	var all []Evidence
	for _, kind := range []SourceKind{SourceOwn, SourceDocument, SourceList, SourceRegistry, SourceEndpoints} {
		by[kind] = c.evidence(kind, id, in)
		all = append(all, by[kind]...)
	}
	decide := func(s State, r Reason, on ...Evidence) Availability {
		a.State, a.Reason, a.Decided, a.Against = s, r, on, differing(all, s)
		return a
	}
	if own := by[SourceOwn]; len(own) > 0 {
		return decide(own[0].Says, ReasonOwn, own[0])
	}
	if pages := by[SourceDocument]; len(pages) > 0 {
		return decide(pages[0].Says, ReasonDocument, pages[0])
	}
	list, there := newest(by[SourceList])
	if there && list.Says == StateAvailable {
		return decide(StateAvailable, ReasonListed, list)
	}
	if there && !c.coarse(in) {
		return decide(StateUnavailable, ReasonNotListed, list)
	}
	types, hasTypes := newest(by[SourceRegistry])
	hosts, hasHosts := newest(by[SourceEndpoints])
	typed := hasTypes && types.Says == StateAvailable
	hosted := hasHosts && hosts.Says == StateAvailable
	switch {
	case typed && hosted && there:
		return decide(StateAvailable, ReasonUnlisted, types, hosts)
	case typed && hosted:
		return decide(StateAvailable, ReasonUnlisted, types, hosts)
	case (typed && hasHosts) || (hosted && hasTypes && !there):
		return decide(StateUnknown, ReasonConflict, on(all)...)
	case hosted && hasTypes: // the list and the types agree against a mere host name
		return decide(StateUnavailable, ReasonNotListed, list, types)
	case typed || hosted:
		return decide(StateUnknown, ReasonOneHint, on(all)...)
	case there:
		return decide(StateUnavailable, ReasonNotListed, list)
	case hasTypes || hasHosts:
		return decide(StateUnavailable, ReasonElsewhere, on(all)...)
	}
	if !c.spokenOf(in) {
		a.Reason = ReasonNoRegion
	}
	return a
}

// evidence is what all sources of a kind say of a service in a region. A list
// that does not know the service anywhere says nothing.
func (c *Catalogue) evidence(kind SourceKind, id ServiceID, in ID) []Evidence {
	var found []Evidence
	for _, s := range c.sources {
		listing, knows := s.Services[id]
		if s.Kind != kind || !knows || !contains(s.Regions, in) {
			continue
		}
		says := StateUnavailable
		if listing.Has(in) {
			says = StateAvailable
		}
		found = append(found, Evidence{Kind: kind, Source: s.Title, URL: s.URL, Date: s.Date, Says: says})
	}
	for i := len(c.documents) - 1; i >= 0; i-- { // the last word first
		d := c.documents[i]
		if d.Kind != kind || !contains(d.Regions, in) || !contains(d.Services, id) {
			continue
		}
		found = append(found, Evidence{Kind: kind, Source: d.Title, URL: d.URL, Date: d.Date, Says: d.State, Text: d.Reason, Chinese: d.Chinese})
	}
	return found
}

func (c *Catalogue) spokenOf(in ID) bool {
	for _, s := range c.sources {
		if contains(s.Regions, in) {
			return true
		}
	}
	return false
}

// newest gives the evidence with the latest date.
func newest(list []Evidence) (Evidence, bool) {
	var best Evidence
	for _, e := range list {
		if e.Date > best.Date {
			best = e
		}
	}
	return best, len(list) > 0
}

// differing keeps the evidence for another state.
func differing(all []Evidence, s State) []Evidence {
	var out []Evidence
	for _, e := range all {
		if e.Says != s && s != StateUnknown {
			out = append(out, e)
		}
	}
	return out
}

func on(all []Evidence) []Evidence { return append([]Evidence(nil), all...) }

func contains[T comparable](list []T, want T) bool {
	for _, have := range list {
		if have == want {
			return true
		}
	}
	return false
}
