package customer_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/customer"
)

func TestNormalisingTwiceChangesNothing(t *testing.T) {
	words := rapid.SampledFrom([]string{"Acme", "co", "Ltd", "&", "and", "S.A.", "有限公司", "云算", "公司", "集团", "é", "ß", "A/S", "İ", "z o.o.", "（中国）", "株式会社", "."})
	rapid.Check(t, func(t *rapid.T) {
		var name string
		for _, w := range rapid.SliceOfN(words, 0, 6).Draw(t, "words") {
			name += w + rapid.SampledFrom([]string{"", " ", "　", "-"}).Draw(t, "gap")
		}
		name += rapid.String().Draw(t, "tail")
		for _, kind := range customer.Kinds() {
			once := customer.Normalise(kind, name)
			if twice := customer.Normalise(kind, once); twice != once {
				t.Fatalf("%s %q became %q and then %q", kind, name, once, twice)
			}
		}
	})
}

func TestIdentifiersAreComparedWithoutTheirDress(t *testing.T) {
	for _, c := range []struct {
		kind        customer.IdentifierKind
		value, want string
	}{
		{customer.KindAccount, "0123-4567-8901", "012345678901"},
		{customer.KindAccount, " 012345678901 ", "012345678901"},
		{customer.KindTaxID, "FI 2345678-9", "fi23456789"},
		{customer.KindTaxID, "９１３５０１００Ｍ", "91350100m"},
		{customer.KindRef, " C-100 ", "c-100"},
		{customer.KindDomain, "https://www.Acme.example/about", "acme.example"},
		{customer.KindDomain, "Jo.Doe@mail.acme.example", "mail.acme.example"},
		{customer.KindDomain, "jo@GMAIL.com", ""},
		{customer.KindDomain, "12345@qq.com", ""},
		{customer.KindDomain, "163.com", ""},
		{customer.KindDomain, "localhost", ""},
	} {
		if got := customer.Normalise(c.kind, c.value); got != c.want {
			t.Errorf("%s %q became %q, want %q", c.kind, c.value, got, c.want)
		}
	}
}
