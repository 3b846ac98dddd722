package ubl

import (
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/invoice"
	"github.com/sevenfold/sevenfold/internal/source/xmldoc"
)

// schemeEmail marks an electronic address that is an e-mail address.
const schemeEmail = "EM"

// buyer reads AccountingCustomerParty. The seller's own number of the buyer
// (SupplierAssignedAccountID) is the best reference there is; Peppol has none.
func buyer(e *xmldoc.Element) invoice.Party {
	party := e.Find("cac:Party")
	p := invoice.Party{
		Name:      party.First("cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name"),
		TradeName: party.Get("cac:PartyName/cbc:Name"),
		TaxID:     invoice.Compact(taxID(party)),
		LegalID:   invoice.Compact(party.Get("cac:PartyLegalEntity/cbc:CompanyID")),
		Ref:       e.First("cbc:SupplierAssignedAccountID", "cac:Party/cac:PartyIdentification/cbc:ID"),
		Email:     party.Get("cac:Contact/cbc:ElectronicMail"),
		Country:   party.Get("cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
	}
	if endpoint := party.Find("cbc:EndpointID"); endpoint != nil && endpoint.Text != "" {
		scheme := endpoint.Attr("schemeID")
		p.Endpoint = strings.TrimPrefix(scheme+":"+endpoint.Text, ":")
		if p.Email == "" && scheme == schemeEmail {
			p.Email = endpoint.Text
		}
	}
	return p
}

// taxID prefers the VAT number to other tax numbers.
func taxID(party *xmldoc.Element) string {
	for _, scheme := range party.All("cac:PartyTaxScheme") {
		if id := scheme.Get("cbc:CompanyID"); id != "" && scheme.Get("cac:TaxScheme/cbc:ID") == "VAT" {
			return id
		}
	}
	return party.Get("cac:PartyTaxScheme/cbc:CompanyID")
}
