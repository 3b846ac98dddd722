// Package customer is who pays: customers, their identifiers with dated
// validity, their hierarchy, and whose a charge or a service line is.
//
// It owns three rules. Timeline: which of several claims on one identifier
// holds on a day. Index: which identifier decides. Fold: what holds now, after
// everything that people and the matcher have decided. How alike two names are,
// and what is worth asking a person, is not here.
package customer

// ID names a customer inside one workspace, as the user's own file names it.
type ID string

// Customer is a legal or buying entity.
type Customer struct {
	ID       ID     `json:"id"`
	Name     string `json:"name"`
	Segment  string `json:"segment,omitempty"`
	Industry string `json:"industry,omitempty"`
	Country  string `json:"country,omitempty"`
	// Internal marks the partner's own use; definitions leave it out by flag.
	Internal    bool         `json:"internal,omitempty"`
	Identifiers []Identifier `json:"identifiers,omitempty"`
	// Parents are its places in hierarchies, see Parent.
	Parents []Parent `json:"parents,omitempty"`
	// Origin says who made the customer; its name weighs as much.
	Origin Origin `json:"origin,omitempty"`
}
