package region

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Kind is a kind of alias: where a name for a service comes from. A name means
// something only together with its kind: "connect" is a service as a CLI command
// and an ordinary word in a text.
type Kind string

const (
	KindName           Kind = "name"           // a name in prose, a list or a bill
	KindSDK            Kind = "sdk"            // a client of an SDK, in any language
	KindCLI            Kind = "cli"            // aws <command>
	KindIAM            Kind = "iam"            // <prefix>:Action
	KindARN            Kind = "arn"            // arn:partition:<service>
	KindEndpoint       Kind = "endpoint"       // <endpoint>.region.amazonaws.com
	KindPrincipal      Kind = "principal"      // <principal>.amazonaws.com
	KindCloudFormation Kind = "cloudformation" // AWS::Service::Type
	KindTerraform      Kind = "terraform"      // aws_service_type
	KindCDK            Kind = "cdk"            // aws-service
	KindProduct        Kind = "product"        // a product code of a bill
)

// Kinds lists every kind of alias.
func Kinds() []Kind {
	return []Kind{KindName, KindSDK, KindCLI, KindIAM, KindARN, KindEndpoint, KindPrincipal, KindCloudFormation, KindTerraform, KindCDK, KindProduct}
}

// Catalogue is the services, what stands for them, and where they are. It does
// not change after it is made and may be used by many goroutines.
type Catalogue struct {
	services  []Service
	byID      map[ServiceID]int
	aliases   map[Kind]map[string]int
	regions   []Region
	sources   []Source
	documents []Document

	notes        []Note
	alternatives []Alternative
}

// NewCatalogue makes a catalogue of its parts. Two services that claim one alias,
// a part of an unknown whole, or a source that speaks of an unknown service are
// faults: a find must have one answer.
//
// Faults: region.service_twice, region.alias_twice, region.service_unknown,
// region.region_unknown.
func NewCatalogue(services []Service, regions []Region, sources []Source, documents []Document) (*Catalogue, error) {
	c := &Catalogue{services: services, byID: map[ServiceID]int{}, aliases: map[Kind]map[string]int{},
		regions: regions, sources: sources, documents: documents}
	for _, k := range Kinds() {
		c.aliases[k] = map[string]int{}
	}
	for i, s := range services {
		if _, twice := c.byID[s.ID]; twice || s.ID == "" || s.Name == "" {
			return nil, fault.New(fault.KindInvalid, "region.service_twice").With("service", string(s.ID))
		}
		c.byID[s.ID] = i
	}
	for i, s := range services {
		if s.PartOf != "" {
			if err := c.known(s.PartOf); err != nil {
				return nil, err
			}
		}
		if err := c.claim(i, s); err != nil {
			return nil, err
		}
	}
	return c, c.checkSources()
}

func (c *Catalogue) claim(i int, s Service) error {
	for kind, list := range map[Kind][]string{
		KindName: s.names(), KindSDK: s.SDK, KindCLI: s.CLI, KindIAM: s.IAM, KindARN: s.IAM, KindEndpoint: s.Endpoints,
		KindPrincipal: s.Principals, KindCloudFormation: s.CloudFormation, KindTerraform: s.Terraform, KindCDK: s.CDK, KindProduct: s.Products,
	} {
		for _, alias := range list {
			key := fold(kind, alias)
			if other, taken := c.aliases[kind][key]; key == "" || (taken && other != i) {
				return fault.New(fault.KindInvalid, "region.alias_twice").With("value", alias).With("kind", string(kind)).
					With("service", string(s.ID)).With("other", string(c.services[other].ID))
			}
			c.aliases[kind][key] = i
		}
	}
	return nil
}

func (c *Catalogue) known(id ServiceID) error {
	if _, ok := c.byID[id]; !ok {
		return fault.New(fault.KindInvalid, "region.service_unknown").With("service", string(id))
	}
	return nil
}

// Services lists the catalogue by area, in the order of its files.
func (c *Catalogue) Services() []Service { return c.services }

// Get gives a service by its id.
func (c *Catalogue) Get(id ServiceID) (Service, bool) {
	i, ok := c.byID[id]
	if !ok {
		return Service{}, false
	}
	return c.services[i], true
}

// Regions lists the regions that the catalogue knows, by id.
func (c *Catalogue) Regions() []Region { return c.regions }

// Region gives a region by its id.
func (c *Catalogue) Region(id ID) (Region, bool) {
	i := slices.IndexFunc(c.regions, func(r Region) bool { return r.ID == id })
	if i < 0 {
		return Region{}, false
	}
	return c.regions[i], true
}

// FindRegion gives a region by its id.
//
// Faults: region.region_unknown.
func (c *Catalogue) FindRegion(id ID) (Region, error) {
	r, ok := c.Region(id)
	if !ok {
		return r, fault.New(fault.KindInvalid, "region.region_unknown").With("region", string(id))
	}
	return r, nil
}

// Find gives the service that an alias of a kind stands for. Case, spaces and
// what comes around a name (AWS, Amazon, 亚马逊云科技, an abbreviation in
// parentheses) do not matter; of types and prefixes the longest that fits counts.
func (c *Catalogue) Find(kind Kind, alias string) (Service, bool) {
	key := fold(kind, alias)
	table := c.aliases[kind]
	if key == "" {
		return Service{}, false
	}
	i, ok := table[key]
	switch {
	case ok:
	case kind == KindName:
		i, ok = table[key[:max(0, strings.LastIndexByte(key, '('))]]
		ok = ok && strings.HasSuffix(key, ")")
	case kind == KindCloudFormation:
		i, ok = longest(table, key, "::", "")
	case kind == KindTerraform:
		i, ok = longest(table, key, "_", "_")
	case kind == KindPrincipal:
		i, ok = principal(table, c.aliases[KindEndpoint], c.aliases[KindIAM], key)
	}
	if !ok {
		return Service{}, false
	}
	return c.services[i], true
}

// longest finds the longest beginning of key, cut at a separator, that is in the
// table; a key of the table may end with the tail.
func longest(table map[string]int, key, separator, tail string) (int, bool) {
	for {
		if i, ok := table[key]; ok {
			return i, true
		}
		if i, ok := table[key+tail]; ok {
			return i, true
		}
		cut := strings.LastIndex(key, separator)
		if cut <= 0 {
			return 0, false
		}
		key = key[:cut]
	}
}

// principal finds who a service principal is: by a name of its own, else by the
// endpoint, the actions, or what stands after the first dot.
func principal(own, endpoints, actions map[string]int, key string) (int, bool) {
	for {
		for _, table := range []map[string]int{own, endpoints, actions} {
			if i, ok := table[key]; ok {
				return i, true
			}
		}
		cut := strings.IndexByte(key, '.')
		if cut < 0 {
			return 0, false
		}
		key = key[cut+1:]
	}
}

// fold makes aliases of a kind comparable.
func fold(kind Kind, alias string) string {
	alias = strings.ToLower(strings.TrimSpace(alias))
	switch kind {
	case KindSDK:
		return strings.Map(func(r rune) rune {
			if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') {
				return r
			}
			return -1
		}, alias)
	case KindName:
		return foldName(alias)
	default:
		return alias
	}
}

// brands are what may stand before the name of a service, in lower case without
// spaces. AWS China writes Amazon where the rest of the world reads AWS.
var brands = []string{"amazonwebservices", "amazon", "aws", "亚马逊云科技", "亚马逊"}

// foldName drops spaces and the brand. A name that is all brand stays as it is.
func foldName(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case r == ' ' || r == '\t' || r == '\u00a0' || r == '\u3000' || r == '-' || r == '–':
		case r == '（':
			b.WriteByte('(')
		case r == '）':
			b.WriteByte(')')
		case r > '！' && r <= '～':
			b.WriteRune(r - '！' + '!')
		default:
			b.WriteRune(r)
		}
	}
	key := b.String()
	for _, brand := range brands {
		if rest, ok := strings.CutPrefix(key, brand); ok && rest != "" {
			return rest
		}
	}
	return key
}
