package whitespace

import (
	"github.com/sevenfold/sevenfold/internal/core/customer"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Ground is what the chance and size of a white cell rest on.
type Ground struct {
	// Cloud is the customer's cloud of twelve months at the pace of the Months
	// that it is known for, twelve at most.
	Cloud  money.Decimal
	Months int
	// Seen is how often a customer was without the column on one of the earlier
	// days; Took how often it took it up within two quarters. Customers is how
	// many of them there were.
	Seen, Took, Customers int
	// Asked is how many customers were at the same point on an earlier day, without
	// the column, the most alike; AskedTook how many of them took it up.
	Asked, AskedTook int
	// Peers are these, the most alike first. Who may not see a customer may not see
	// it here.
	Peers []Peer
	// Pushes are what raises or lowers the chance, the strongest first.
	Pushes []Push
	// Alike are the buyers of the column that are most like the customer, the most
	// alike first; Ratio is the services per cloud in their middle. None and nil
	// where there are too few. Who may see them is as with Peers.
	Alike []Alike
	// Buyers is how many are alike, whoever may see them.
	Buyers int
	Ratio  *money.Decimal
	// Weighed is what made customers alike in this column, the most first.
	Weighed []Weighed
}

// Peer is a customer on an earlier day, and whether it took a column up within
// two quarters.
type Peer struct {
	Customer customer.ID
	At       period.Month
	Took     bool
}

// Push is a feature and how much of what moves a chance is its doing.
type Push struct {
	Feature Feature
	Has     bool // the customer has the feature; of numbers always true
	Up      bool
	Share   money.Decimal // of all pushes, 0 to 1
}

// Alike is a buyer and its services per cloud in the last twelve months.
type Alike struct {
	Customer customer.ID
	Ratio    money.Decimal
}

// Weighed is a feature and its share in how alike customers are, 0 to 1.
// Industries count together, as cloud services and categories do.
type Weighed struct {
	Feature Feature
	Share   money.Decimal
}
