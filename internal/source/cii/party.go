package cii

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/invoice"
	"github.com/sevenfold/sevenfold/internal/source/xmldoc"
)

const (
	schemeVAT   = "VA" // VAT number; FC is a local tax number
	schemeEmail = "EM"
)

// buyer reads BuyerTradeParty. Its ID is the number the seller gave the buyer.
func buyer(e *xmldoc.Element) invoice.Party {
	p := invoice.Party{
		Name:      e.Get("ram:Name"),
		TradeName: e.Get("ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
		TaxID:     invoice.Compact(taxID(e)),
		LegalID:   invoice.Compact(e.Get("ram:SpecifiedLegalOrganization/ram:ID")),
		Ref:       e.First("ram:ID", "ram:GlobalID"),
		Email:     e.Get("ram:DefinedTradeContact/ram:EmailURIUniversalCommunication/ram:URIID"),
		Country:   e.Get("ram:PostalTradeAddress/ram:CountryID"),
	}
	if endpoint := e.Find("ram:URIUniversalCommunication/ram:URIID"); endpoint != nil && endpoint.Text != "" {
		scheme := endpoint.Attr("schemeID")
		p.Endpoint = strings.TrimPrefix(scheme+":"+endpoint.Text, ":")
		if p.Email == "" && scheme == schemeEmail {
			p.Email = endpoint.Text
		}
	}
	return p
}

// taxID prefers the VAT number to other tax numbers.
func taxID(e *xmldoc.Element) string {
	for _, r := range e.All("ram:SpecifiedTaxRegistration") {
		if id := r.Find("ram:ID"); id.Attr("schemeID") == schemeVAT && id.Text != "" {
			return id.Text
		}
	}
	return e.Get("ram:SpecifiedTaxRegistration/ram:ID")
}
