// Package offering is what a partner sells: a catalogue of named services with
// the categories they stand for, how they are delivered and priced.
//
// It owns the catalogue, its checks, and which offering a line of revenue
// belongs to by what the line says. What a person decided about a line, and what
// category a line has in the end, is core/category's business.
package offering

import (
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/core/service"
)

// ID names an offering inside one workspace, as the user's own file names it.
type ID string

// Offering is one thing a partner sells.
type Offering struct {
	ID     ID     `json:"id"`
	Name   string `json:"name"`              // in English
	NameZH string `json:"name_zh,omitempty"` // in Chinese
	// Nature is service unless the offering is the firm's own software or the like.
	Nature service.Nature `json:"nature"`
	// Weights are the categories it stands for; they sum to one. An offering
	// without any links lines and says nothing about their category.
	Weights  []service.Weight `json:"weights,omitempty"`
	Delivery DeliveryModel    `json:"delivery,omitempty"`
	Price    PriceModel       `json:"price,omitempty"`
	// AI marks an offering that is about artificial intelligence.
	AI        bool     `json:"ai,omitempty"`
	Providers []string `json:"providers,omitempty"` // clouds it is for; empty means any
	// Listed says that it can be bought on a cloud marketplace.
	Listed bool `json:"listed,omitempty"`
	// ItemCodes, Projects and Aliases tell its lines: an item code or project as
	// the books write it, and further names that may stand in a description.
	ItemCodes []string `json:"item_codes,omitempty"`
	Projects  []string `json:"projects,omitempty"`
	Aliases   []string `json:"aliases,omitempty"`
	// Needs are the cloud services that it cannot be delivered without, Optional
	// those that it uses where they are there. Without any, nobody has said yet.
	Needs    []region.ServiceID `json:"needs,omitempty"`
	Optional []region.ServiceID `json:"optional,omitempty"`
}

// DeliveryModel is how a customer receives an offering, in the words of the
// AWS Partner Central pipeline.
type DeliveryModel string

const (
	DeliverySaaS         DeliveryModel = "saas"                  // SaaS or PaaS
	DeliveryBYOL         DeliveryModel = "byol"                  // bring your own licence, machine image
	DeliveryManaged      DeliveryModel = "managed_services"      // Managed Services
	DeliveryProfessional DeliveryModel = "professional_services" // Professional Services
	DeliveryResell       DeliveryModel = "resell"                // Resell
	DeliveryOther        DeliveryModel = "other"                 // Other
)

// DeliveryModels lists every delivery model.
func DeliveryModels() []DeliveryModel {
	return []DeliveryModel{DeliverySaaS, DeliveryBYOL, DeliveryManaged, DeliveryProfessional, DeliveryResell, DeliveryOther}
}

// PriceModel is what a customer pays by.
type PriceModel string

const (
	PriceFixed        PriceModel = "fixed"             // a price for a result
	PriceTime         PriceModel = "time"              // days or hours worked
	PriceSubscription PriceModel = "subscription"      // so much a month or year
	PriceUsage        PriceModel = "usage"             // by what is consumed
	PriceShareOfSpend PriceModel = "share_of_spend"    // a percentage of the cloud bill
	PriceOutcome      PriceModel = "outcome"           // by what the customer gains
	PricePerUnit      PriceModel = "per_unit"          // per server, seat, ticket
	PriceIncluded     PriceModel = "included_in_cloud" // paid by the margin on resold cloud
)

// PriceModels lists every price model.
func PriceModels() []PriceModel {
	return []PriceModel{PriceFixed, PriceTime, PriceSubscription, PriceUsage, PriceShareOfSpend, PriceOutcome, PricePerUnit, PriceIncluded}
}

// Validate checks an offering as a user wrote it.
//
// Faults: offering.id_missing, offering.name_missing, offering.nature,
// offering.weights_on_excluded, offering.weight_*, offering.delivery,
// offering.price, offering.service_both.
func (o Offering) Validate() error {
	bad := func(code, value string) error {
		return fault.New(fault.KindInvalid, code).With("offering", string(o.ID)).With("value", value)
	}
	switch {
	case strings.TrimSpace(string(o.ID)) == "":
		return bad("offering.id_missing", "")
	case strings.TrimSpace(o.Name) == "" && strings.TrimSpace(o.NameZH) == "":
		return bad("offering.name_missing", "")
	case !slices.Contains(service.Natures(), o.Nature):
		return bad("offering.nature", string(o.Nature))
	case !o.Nature.TakesWeights() && len(o.Weights) > 0:
		return bad("offering.weights_on_excluded", string(o.Nature))
	case o.Delivery != "" && !slices.Contains(DeliveryModels(), o.Delivery):
		return bad("offering.delivery", string(o.Delivery))
	case o.Price != "" && !slices.Contains(PriceModels(), o.Price):
		return bad("offering.price", string(o.Price))
	}
	for _, id := range o.Optional {
		if slices.Contains(o.Needs, id) {
			return bad("offering.service_both", string(id))
		}
	}
	code, value := service.CheckWeights(o.Weights, service.WeightCodes{Unknown: "offering.weight_category",
		Twice: "offering.weight_category_twice", Share: "offering.weight_share", Sum: "offering.weight_sum"})
	if code != "" {
		return bad(code, value)
	}
	return nil
}

// Title is the name in one of the program's languages, or the other where that
// is all there is.
func (o Offering) Title(chinese bool) string {
	first, second := o.Name, o.NameZH
	if chinese {
		first, second = second, first
	}
	if first == "" {
		return second
	}
	return first
}
