// Package availability reads newer lists of which services are in which regions:
// AWS's regional services, the endpoints of an SDK, the CloudFormation types of a
// region, and what a workspace says itself.
//
// It owns the formats. What a list means beside others, core/region says.
package availability

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
)

// MaxBytes is how large a list may be; the endpoints of all partitions have one
// megabyte.
const MaxBytes = 32 << 20

// List is what a file says: a source, or single facts.
type List struct {
	Source    *region.Source
	Documents []region.Document
	Unknown   []string // names in it that the catalogue does not have, sorted
}

// Parse reads a list. The day is what it is the state of; own facts have theirs.
//
// Faults: region.list_unknown, region.too_large, region.malformed.
func Parse(name string, data []byte, day string, c *region.Catalogue) (List, error) {
	unknown := fault.New(fault.KindInvalid, "region.list_unknown").At(fault.Place{File: name})
	if len(data) > MaxBytes {
		return List{}, fault.New(fault.KindLimit, "region.too_large").With("megabytes", MaxBytes>>20).At(fault.Place{File: name})
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml":
		return own(name, data)
	case ".json":
	default:
		return List{}, unknown
	}
	var file struct {
		Prices []struct {
			Attributes map[string]string `json:"attributes"`
		} `json:"prices"`
		Partitions []partition `json:"partitions"`
	}
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		return List{}, unknown.Because(err)
	}
	b := newBuilder(c, day)
	switch {
	case whole["prices"] != nil && json.Unmarshal(data, &file) == nil:
		b.source.ID, b.source.Kind, b.source.Title, b.source.URL = "regional-services", region.SourceList, "AWS regional services list", "https://api.regional-table.region-services.aws.a2z.com/index.json"
		for _, p := range file.Prices {
			b.named(region.ID(p.Attributes["aws:region"]), p.Attributes["aws:serviceName"])
		}
	case whole["partitions"] != nil && json.Unmarshal(data, &file) == nil:
		b.source.ID, b.source.Kind, b.source.Title, b.source.URL = "endpoints", region.SourceEndpoints, "endpoints.json", "https://github.com/boto/botocore"
		for _, p := range file.Partitions {
			b.partition(p)
		}
	case regional(whole):
		b.source.ID, b.source.Kind, b.source.Title, b.source.URL = "regional-services", region.SourceList, "AWS regional services list", "https://github.com/burib/aws-region-table-parser"
		for id, raw := range whole {
			var one struct {
				Names []string `json:"serviceNames"`
			}
			if json.Unmarshal(raw, &one) == nil {
				for _, n := range one.Names {
					b.named(region.ID(id), n)
				}
			}
		}
	case types(whole):
		id := region.ID(regionName.FindString(path.Base(name)))
		if _, known := c.Region(id); !known {
			return List{}, unknown
		}
		b.source.ID, b.source.Kind, b.source.Title, b.source.URL = "cloudformation-registry-"+string(id), region.SourceRegistry, "CloudFormation registry of "+string(id), "https://github.com/aws-cloudformation/cfn-lint"
		b.regions[id] = true
		for kind := range whole {
			b.alias(region.KindCloudFormation, id, kind)
		}
	default:
		return List{}, unknown
	}
	return b.list()
}

// regionName finds the code of a region in a file name: cn-north-1.json.
var regionName = regexp.MustCompile(`[a-z]{2,4}(-[a-z]+)+-\d`)

// regional tells {"us-east-1": {"serviceNames": [...]}}.
func regional(whole map[string]json.RawMessage) bool {
	found := false
	for id, raw := range whole {
		found = found || (region.IsRegion(id) && strings.Contains(string(raw[:min(len(raw), 4096)]), "serviceNames"))
	}
	return found
}

// types tells {"AWS::S3::Bucket": ...}.
func types(whole map[string]json.RawMessage) bool {
	return len(whole) > 10 && !slices.ContainsFunc(slices.Collect(keys(whole)), func(k string) bool { return !strings.Contains(k, "::") })
}

func keys(m map[string]json.RawMessage) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

type partition struct {
	Regions  map[string]json.RawMessage `json:"regions"`
	Services map[string]struct {
		Endpoints      map[string]json.RawMessage `json:"endpoints"`
		IsRegionalized *bool                      `json:"isRegionalized"`
	} `json:"services"`
}

// builder gathers where services are.
type builder struct {
	catalogue *region.Catalogue
	source    region.Source
	regions   map[region.ID]bool
	in        map[region.ServiceID]map[region.ID]bool
	unknown   map[string]bool
}

func newBuilder(c *region.Catalogue, day string) *builder {
	return &builder{catalogue: c, source: region.Source{Date: day}, regions: map[region.ID]bool{}, in: map[region.ServiceID]map[region.ID]bool{}, unknown: map[string]bool{}}
}

// named takes a service by its name in a list.
func (b *builder) named(id region.ID, name string) { b.alias(region.KindName, id, name) }

func (b *builder) alias(kind region.Kind, id region.ID, alias string) {
	if _, known := b.catalogue.Region(id); !known || alias == "" {
		return // a region that the catalogue does not show
	}
	b.regions[id] = true
	s, known := b.catalogue.Find(kind, alias)
	if !known {
		b.unknown[alias] = true
		return
	}
	b.there(s.ID, id)
}

func (b *builder) there(service region.ServiceID, id region.ID) {
	if b.in[service] == nil {
		b.in[service] = map[region.ID]bool{}
	}
	b.in[service][id] = true
}

// partition takes the endpoints of a partition; one that is global counts for all
// of its regions.
func (b *builder) partition(p partition) {
	for id := range p.Regions {
		if _, known := b.catalogue.Region(region.ID(id)); known {
			b.regions[region.ID(id)] = true
		}
	}
	for name, service := range p.Services {
		s, known := b.catalogue.Find(region.KindEndpoint, name)
		if !known {
			if s, known = b.catalogue.Find(region.KindSDK, name); !known {
				b.unknown[name] = true
				continue
			}
		}
		for id := range service.Endpoints {
			if strings.HasSuffix(id, "-global") {
				for r := range p.Regions {
					b.global(s.ID, region.ID(r))
				}
				continue
			}
			b.global(s.ID, region.ID(id))
		}
	}
}

func (b *builder) global(service region.ServiceID, id region.ID) {
	if b.regions[id] {
		b.there(service, id)
	}
}

// list makes the source, sorted, so that the same file gives the same.
func (b *builder) list() (List, error) {
	b.source.Services = map[region.ServiceID]region.Listing{}
	for id := range b.regions {
		b.source.Regions = append(b.source.Regions, id)
		if b.source.Kind == region.SourceList && strings.HasPrefix(string(id), "cn-") {
			b.source.Coarse = append(b.source.Coarse, id)
		}
	}
	for service, ids := range b.in {
		var in []region.ID
		for id := range ids {
			in = append(in, id)
		}
		slices.Sort(in)
		b.source.Services[service] = region.Listing{In: in}
	}
	slices.Sort(b.source.Regions)
	slices.Sort(b.source.Coarse)
	l := List{Source: &b.source}
	for name := range b.unknown {
		l.Unknown = append(l.Unknown, name)
	}
	slices.Sort(l.Unknown)
	return l, nil
}

// own reads what a workspace says itself: facts as in the shipped documents.
func own(name string, data []byte) (List, error) {
	var facts []region.Document
	dec := yaml.NewDecoder(strings.NewReader(string(data)))
	dec.KnownFields(true)
	if err := dec.Decode(&facts); err != nil || len(facts) == 0 {
		return List{}, fault.New(fault.KindInvalid, "region.malformed").At(fault.Place{File: name}).Because(err)
	}
	for i := range facts {
		facts[i].Kind = region.SourceOwn
		if s := facts[i].State; s != region.StateAvailable && s != region.StateUnavailable && s != region.StateUnknown {
			return List{}, fault.New(fault.KindInvalid, "region.malformed").At(fault.Place{File: name, Column: "state", Value: string(s)})
		}
	}
	return List{Documents: facts}, nil
}
