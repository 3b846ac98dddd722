package region

import (
	"cmp"
	"slices"
)

// Place is where a find stands. Line and column count from one, the column in
// characters; zero where there is none, as in a bill.
type Place struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// Strength says how sure a find is.
type Strength string

const (
	// StrengthStructure: a type, client, command, action, ARN or endpoint. It cannot
	// be an ordinary word.
	StrengthStructure Strength = "structure"
	// StrengthName: a name that means nothing else.
	StrengthName Strength = "name"
	// StrengthContext: an ordinary word that its surroundings make a name.
	StrengthContext Strength = "context"
)

// Find is one place that shows that a service is used or spoken of.
type Find struct {
	Service  ServiceID `json:"service"`
	Place    Place     `json:"place"`
	Evidence string    `json:"evidence"` // what stands there, as written
	Kind     Kind      `json:"kind"`     // what kind of alias it is
	Strength Strength  `json:"strength"`
	// Core says that the thing cannot do without the service; else it is mentioned
	// only.
	Core bool `json:"core"`
}

// Need is a service that a thing needs or mentions, with everything that shows it.
type Need struct {
	Service ServiceID `json:"service"`
	Core    bool      `json:"core"`
	Finds   []Find    `json:"finds"`
}

// Needs gathers finds by service: core before mentioned, then by service. Finds of
// one service stay in the order in which they came; a find that says nothing new
// (same place, same kind) is dropped.
func Needs(finds []Find) []Need {
	type said struct {
		service ServiceID
		place   Place
		kind    Kind
		core    bool
	}
	at, known := map[ServiceID]int{}, make(map[said]bool, len(finds))
	var needs []Need
	for _, f := range finds {
		i, met := at[f.Service]
		if !met {
			i = len(needs)
			at[f.Service] = i
			needs = append(needs, Need{Service: f.Service})
		}
		n := &needs[i]
		key := said{f.Service, f.Place, f.Kind, f.Core}
		if known[key] {
			continue
		}
		known[key] = true
		n.Finds = append(n.Finds, f)
		n.Core = n.Core || f.Core
	}
	slices.SortStableFunc(needs, func(a, b Need) int {
		if a.Core != b.Core {
			if a.Core {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Service, b.Service)
	})
	return needs
}

// Reading is what a recogniser made of one thing.
type Reading struct {
	Format Format `json:"format"`
	Finds  []Find `json:"finds,omitempty"`
	// Unresolved is what names a service that the catalogue does not have: types,
	// clients, commands. It is shown, never guessed at.
	Unresolved []Find `json:"unresolved,omitempty"`
	// Embedded is text in another language inside of it, such as a start script.
	Embedded []Embedded `json:"-"`
}

// Format is what a thing is written in.
type Format string

const (
	FormatCloudFormation Format = "cloudformation"
	FormatTerraform      Format = "terraform"
	FormatPlan           Format = "terraform_plan"
	FormatKubernetes     Format = "kubernetes"
	FormatPolicy         Format = "iam_policy"
	FormatList           Format = "service_list"
	FormatProgram        Format = "program"
	FormatDocument       Format = "document"
	FormatBill           Format = "bill"
	FormatOffering       Format = "offering"
)

// Structural reports whether a format is one that machines read: what stands in
// it is used, and it can never be not applicable.
func (f Format) Structural() bool { return f != FormatDocument }

// Embedded is a piece of a thing that is written in another language.
type Embedded struct {
	Place Place // where its first line stands
	Text  string
}

// SortFinds puts finds in the order of their places.
func SortFinds(finds []Find) {
	slices.SortStableFunc(finds, func(a, b Find) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line), cmp.Compare(a.Place.Column, b.Place.Column))
	})
}
