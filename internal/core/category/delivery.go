package category

import (
	_ "embed"
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/offering"
)

//go:embed delivery.csv
var deliveryCSV string

// Lean is how far the pipeline speaks of a subject: the share of its lines, 0 to
// 1, that were billed to the customer of such a deal in the deal's time. A line
// in the time of deals of several models counts for each in equal parts.
type Lean struct {
	Delivery offering.DeliveryModel `json:"delivery"`
	Share    money.Decimal          `json:"share"`
}

// lift is how many times likelier a delivery model makes a label than it was.
type lift struct {
	delivery           offering.DeliveryModel
	label              Label
	offering, pipeline float64
}

// lifts is delivery.csv: weak hints both, because professional services are
// several categories and people leave the field as they find it. What an
// offering says is of the very line; what the pipeline says is only of the
// customer and the time, and half as telling. A model that is not there says
// nothing.
var lifts = sync.OnceValue(func() []lift {
	rows, err := csv.NewReader(strings.NewReader(deliveryCSV)).ReadAll()
	if err != nil {
		panic(err) // the file is part of the program
	}
	var all []lift
	for _, r := range rows[1:] {
		l := lift{delivery: offering.DeliveryModel(r[0]), label: Label(r[1])}
		for i, to := range []*float64{&l.offering, &l.pipeline} {
			if *to, err = strconv.ParseFloat(r[2+i], 64); err != nil {
				panic(err)
			}
		}
		all = append(all, l)
	}
	return all
})

// Leans reports whether the pipeline's word that a deal is delivered so says
// anything of the lines around it.
func Leans(d offering.DeliveryModel) bool {
	for _, l := range lifts() {
		if l.delivery == d && l.pipeline != 1 {
			return true
		}
	}
	return false
}

// Favours reports whether the pipeline's word makes a label likelier.
func (l Lean) Favours(label Label) bool { return Hint{Pipeline: []Lean{l}}.push(label) > 0 }

// push is what is known beside the words adds to a label's score, in log-odds.
func (h Hint) push(label Label) float64 {
	sum := 0.0
	for _, l := range lifts() {
		if l.label != label {
			continue
		}
		if l.delivery == h.Delivery {
			sum += math.Log(l.offering)
		}
		for _, lean := range h.Pipeline {
			if l.delivery == lean.Delivery {
				share := float64(lean.Share.Unscaled(4).Int64()) / 1e4
				sum += float64(share * math.Log(l.pipeline))
			}
		}
	}
	return sum
}
