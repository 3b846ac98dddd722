package customer_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/customer"
)

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		kind           customer.IdentifierKind
		value, country string
		want           customer.Flaw
	}{
		// The example in GB 32100-2015 and codes that companies publish.
		{customer.KindTaxID, "91350100M000100Y43", "CN", ""},
		{customer.KindTaxID, "91350100M000100Y43", "", ""},
		{customer.KindTaxID, " 9135 0100 m000 100y 43", "cn", ""},
		{customer.KindTaxID, "91350100M000100Y44", "CN", customer.FlawUSCCChecksum},
		{customer.KindTaxID, "91350100M0001TGQXM", "", customer.FlawUSCCChecksum}, // a real one that fails
		{customer.KindTaxID, "91350100M000100Y4", "CN", ""},                       // 17: an older number
		{customer.KindTaxID, "110108123456789", "CN", ""},
		{customer.KindTaxID, "310101199001011234", "CN", ""},
		{customer.KindTaxID, "91350100M0", "CN", customer.FlawUSCCShape},
		{customer.KindTaxID, "91350100I000100Y43", "CN", customer.FlawUSCCShape},
		{customer.KindTaxID, "DE123456789", "DE", ""},
		{customer.KindTaxID, "DE 123 456 78", "DE", customer.FlawTaxIDShape},
		{customer.KindTaxID, "DE12345678", "", customer.FlawTaxIDShape},
		{customer.KindTaxID, "12/345/67890", "DE", ""}, // a national number
		{customer.KindTaxID, "FRXX123456789", "FR", ""},
		{customer.KindTaxID, "ATU12345678", "AT", ""},
		{customer.KindTaxID, "AT12345678", "AT", customer.FlawTaxIDShape},
		{customer.KindTaxID, "EL123456789", "GR", ""},
		{customer.KindTaxID, "NL123456789B01", "NL", ""},
		{customer.KindTaxID, "IE1234567WI", "IE", ""},
		{customer.KindTaxID, "GB 123 4567 89", "GB", ""},
		{customer.KindTaxID, "GB 123", "GB", customer.FlawTaxIDShape},
		{customer.KindTaxID, "CHE-123.456.789 MWST", "CH", ""},
		{customer.KindTaxID, "DE123456789", "US", customer.FlawTaxIDShape},
		{customer.KindTaxID, "12-3456789", "US", ""},
		{customer.KindTaxID, "12-345678", "US", customer.FlawTaxIDShape},
		{customer.KindTaxID, "27AAPFU0939F1ZV", "IN", ""},
		{customer.KindTaxID, "T1234567890123", "JP", ""},
		{customer.KindTaxID, "SEM950215S98", "MX", ""}, // a country that is not in the table
		{customer.KindTaxID, "whatever", "", ""},
		{customer.KindLEI, "5493001KJTIIGC8Y1R12", "", ""},
		{customer.KindLEI, "5493001KJTIIGC8Y1R13", "", customer.FlawLEIChecksum},
		{customer.KindLEI, "5493001KJTIIGC8Y1R1", "", customer.FlawLEIShape},
		{customer.KindLEI, "5493001KJTIIGC8Y1RXX", "", customer.FlawLEIShape},
		{customer.KindDUNS, "06-070-4780", "", ""},
		{customer.KindDUNS, "12345678", "", customer.FlawDUNSShape},
		{customer.KindAccount, "123456789012", "", ""},
		{customer.KindAccount, "1234567890123", "", customer.FlawAccountShape},
		{customer.KindAccount, "12345678901234", "", ""},
		{customer.KindName, "1234567890123", "CN", ""},
	} {
		if got := customer.Check(customer.Identifier{Kind: c.kind, Value: c.value}, c.country); got != c.want {
			t.Errorf("%s %s in %q: %q, want %q", c.kind, c.value, c.country, got, c.want)
		}
	}
}

// A check digit is there to find one wrong character.
func TestChecksumsFindEverySlip(t *testing.T) {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	rapid.Check(t, func(t *rapid.T) {
		good := "91350100M000100Y43"
		slip := []byte(good)
		// The first place stays: beside 1, 5 and 9 a number may be an identity card.
		at := rapid.IntRange(1, len(slip)-1).Draw(t, "place")
		slip[at] = alphabet[rapid.IntRange(0, len(alphabet)-1).Draw(t, "character")]
		flaw := customer.Check(customer.Identifier{Kind: customer.KindTaxID, Value: string(slip)}, "CN")
		if (flaw == "") != (string(slip) == good) {
			t.Fatalf("%s: %q", slip, flaw)
		}
		lei := []byte("5493001KJTIIGC8Y1R12")
		at = rapid.IntRange(0, 17).Draw(t, "place of an LEI")
		like := "0123456789" // a letter for a digit shifts all others, and may go unseen
		if lei[at] > '9' {
			like = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		}
		lei[at] = rapid.SampledFrom([]byte(like)).Draw(t, "character of an LEI")
		flaw = customer.Check(customer.Identifier{Kind: customer.KindLEI, Value: string(lei)}, "")
		if (flaw == "") != (string(lei) == "5493001KJTIIGC8Y1R12") {
			t.Fatalf("%s: %q", lei, flaw)
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add("tax_id", "91350100M000100Y43", "CN")
	f.Add("lei", "5493001KJTIIGC8Y1R12", "")
	f.Add("tax_id", "ＤＥ１２３", "de")
	f.Add("duns", "é", "")
	f.Fuzz(func(t *testing.T, kind, value, country string) {
		flaw := customer.Check(customer.Identifier{Kind: customer.IdentifierKind(kind), Value: value}, country)
		if flaw != "" && !slices.Contains(customer.Flaws(), flaw) {
			t.Fatalf("%q is no flaw", flaw)
		}
	})
}
