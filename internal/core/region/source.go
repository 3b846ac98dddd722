package region

import (
	"slices"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// SourceKind says what a source lists, and so what its silence means.
type SourceKind string

const (
	// SourceList: AWS's own list of services by region. Who is named is there.
	SourceList SourceKind = "list"
	// SourceRegistry: the CloudFormation types of a region. A type needs not work,
	// and many a service that works has none.
	SourceRegistry SourceKind = "registry"
	// SourceEndpoints: host names of a region. A listed host needs not answer.
	SourceEndpoints SourceKind = "endpoints"
	// SourceDocument: a page about one service that somebody read. It decides.
	SourceDocument SourceKind = "document"
	// SourceOwn: what the user says. It decides over everything.
	SourceOwn SourceKind = "own"
)

// Source is one dated list of which services are in which regions.
type Source struct {
	ID    string     `yaml:"id" json:"id"`
	Kind  SourceKind `yaml:"kind" json:"kind"`
	Title string     `yaml:"title" json:"title"`
	URL   string     `yaml:"url" json:"url"`
	Date  string     `yaml:"date" json:"date"` // YYYY-MM-DD, the state of the list
	// Regions are all it speaks of; of another region it says nothing.
	Regions []ID `yaml:"regions" json:"regions"`
	// Coarse names regions whose list has wholes only: a part that is missing from
	// it may be there under the name of its whole.
	Coarse   []ID                  `yaml:"coarse" json:"coarse,omitempty"`
	Services map[ServiceID]Listing `yaml:"services" json:"services"`
}

// Listing is where a source has a service.
type Listing struct {
	In    []ID `yaml:"-" json:"in,omitempty"`
	NotIn []ID `yaml:"-" json:"not_in,omitempty"`
	All   bool `yaml:"-" json:"all,omitempty"`
}

// Has reports whether the source has the service in a region that it speaks of.
func (l Listing) Has(id ID) bool {
	switch {
	case l.All:
		return true
	case len(l.NotIn) > 0:
		return !slices.Contains(l.NotIn, id)
	}
	return slices.Contains(l.In, id)
}

// Document is one fact that a page states, or the user, about services by name.
type Document struct {
	Kind     SourceKind  `yaml:"kind" json:"kind"`
	Services []ServiceID `yaml:"services" json:"services"`
	Regions  []ID        `yaml:"regions" json:"regions"`
	State    State       `yaml:"state" json:"state"`
	Title    string      `yaml:"title" json:"title"`
	URL      string      `yaml:"url" json:"url"`
	Date     string      `yaml:"date" json:"date"`
	Reason   string      `yaml:"reason" json:"reason,omitempty"`
	Chinese  string      `yaml:"chinese" json:"chinese,omitempty"`
}

// Sources lists the lists that the catalogue stands on.
func (c *Catalogue) Sources() []Source { return c.sources }

// Documents lists the single facts it stands on.
func (c *Catalogue) Documents() []Document { return c.documents }

// checkSources refuses sources about what the catalogue does not have.
func (c *Catalogue) checkSources() error {
	regions := func(ids []ID) error {
		for _, id := range ids {
			if _, ok := c.Region(id); !ok {
				return fault.New(fault.KindInvalid, "region.region_unknown").With("region", string(id))
			}
		}
		return nil
	}
	dated := func(name, date string) error {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return fault.New(fault.KindInvalid, "region.source_undated").With("source", name)
		}
		return nil
	}
	for _, s := range c.sources {
		if err := dated(s.ID, s.Date); err != nil {
			return err
		}
		if err := regions(s.Regions); err != nil {
			return err
		}
		for id, l := range s.Services {
			if err := c.known(id); err != nil {
				return err
			}
			if err := regions(append(slices.Clone(l.In), l.NotIn...)); err != nil {
				return err
			}
		}
	}
	for _, d := range c.documents {
		if err := dated(d.Title, d.Date); err != nil {
			return err
		}
		if err := regions(d.Regions); err != nil {
			return err
		}
		for _, id := range d.Services {
			if err := c.known(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// With gives the catalogue with newer lists and further facts, the last of which
// win. A list takes the place of one with its id in the regions that it speaks of;
// in others the older one goes on to speak.
//
// Faults: those of NewCatalogue.
func (c *Catalogue) With(sources []Source, documents []Document) (*Catalogue, error) {
	newer := *c
	newer.sources = slices.Clone(c.sources)
	for _, s := range sources {
		newer.sources = replaced(newer.sources, s)
	}
	newer.documents = append(slices.Clone(c.documents), documents...)
	return &newer, newer.checkSources()
}

// replaced puts a newer list among the older ones. What those named anywhere stays
// known to it: that it leaves a service out says that it is gone.
func replaced(old []Source, by Source) []Source {
	services := map[ServiceID]Listing{}
	var kept []Source
	for _, s := range old {
		if s.ID != by.ID {
			kept = append(kept, s)
			continue
		}
		for service := range s.Services {
			services[service] = Listing{}
		}
		s.Regions = slices.DeleteFunc(slices.Clone(s.Regions), func(id ID) bool { return slices.Contains(by.Regions, id) })
		if len(s.Regions) > 0 {
			kept = append(kept, s)
		}
	}
	for service, l := range by.Services {
		services[service] = l
	}
	by.Services = services
	return append(kept, by)
}
