package region

import "github.com/sevenfold/sevenfold/internal/core/fault"

// NoteKind says what a note is about.
type NoteKind string

const (
	NoteFiling     NoteKind = "filing"     // a filing or licence is needed
	NoteFeature    NoteKind = "feature"    // parts of the service are missing
	NoteQuota      NoteKind = "quota"      // limits are lower
	NoteDifference NoteKind = "difference" // it works otherwise
)

// Note is how a service that is there differs in a region.
type Note struct {
	Services []ServiceID `yaml:"services" json:"services"`
	Regions  []ID        `yaml:"regions" json:"regions"`
	Kind     NoteKind    `yaml:"kind" json:"kind"`
	Date     string      `yaml:"date" json:"date"`
	URL      string      `yaml:"url" json:"url"`
	Text     string      `yaml:"en" json:"text"`
	Chinese  string      `yaml:"zh" json:"text_zh"`
}

// AlternativeKind says what takes the place of a service.
type AlternativeKind string

const (
	AlternativeManaged    AlternativeKind = "managed"     // other services of the region
	AlternativeSelfHosted AlternativeKind = "self_hosted" // software run by oneself
	AlternativeVendor     AlternativeKind = "vendor"      // somebody else's service
	AlternativeDesign     AlternativeKind = "design"      // do without it
)

// Effort is how much work an alternative is, as a class: days, weeks, months.
type Effort string

const (
	EffortSmall  Effort = "small"
	EffortMedium Effort = "medium"
	EffortLarge  Effort = "large"
)

// Alternative is what can take the place of a service where it is missing.
type Alternative struct {
	Services []ServiceID     `yaml:"services" json:"services"`
	Kind     AlternativeKind `yaml:"kind" json:"kind"`
	Effort   Effort          `yaml:"effort" json:"effort"`
	Uses     []ServiceID     `yaml:"uses" json:"uses,omitempty"` // what the region must have for it
	Date     string          `yaml:"date" json:"date"`
	URL      string          `yaml:"url" json:"url"`
	Text     string          `yaml:"en" json:"text"`
	Chinese  string          `yaml:"zh" json:"text_zh"`
}

// Words are the text of a note or alternative in one of the program's languages.
func (n Note) Words(chinese bool) string { return either(chinese, n.Text, n.Chinese) }

// Words are the text of an alternative in one of the program's languages.
func (a Alternative) Words(chinese bool) string { return either(chinese, a.Text, a.Chinese) }

func either(chinese bool, en, zh string) string {
	if chinese && zh != "" {
		return zh
	}
	return en
}

// Advise gives the catalogue with notes and alternatives.
//
// Faults: region.service_unknown, region.region_unknown.
func (c *Catalogue) Advise(notes []Note, alternatives []Alternative) (*Catalogue, error) {
	for _, n := range notes {
		for _, id := range n.Services {
			if err := c.known(id); err != nil {
				return nil, err
			}
		}
		for _, id := range n.Regions {
			if _, ok := c.Region(id); !ok {
				return nil, fault.New(fault.KindInvalid, "region.region_unknown").With("region", string(id))
			}
		}
	}
	for _, a := range alternatives {
		for _, id := range append(append([]ServiceID(nil), a.Services...), a.Uses...) {
			if err := c.known(id); err != nil {
				return nil, err
			}
		}
	}
	advised := *c
	advised.notes, advised.alternatives = notes, alternatives
	return &advised, nil
}

// Notes are how a service differs in a region.
func (c *Catalogue) Notes(id ServiceID, in ID) []Note {
	var found []Note
	for _, n := range c.notes {
		if contains(n.Services, id) && contains(n.Regions, in) {
			found = append(found, n)
		}
	}
	return found
}

// Alternatives are what can take the place of a service in a region: those whose
// own services are there.
func (c *Catalogue) Alternatives(id ServiceID, in ID) []Alternative {
	var found []Alternative
next:
	for _, a := range c.alternatives {
		if !contains(a.Services, id) {
			continue
		}
		for _, uses := range a.Uses {
			if c.Available(uses, in).State != StateAvailable {
				continue next
			}
		}
		found = append(found, a)
	}
	return found
}
