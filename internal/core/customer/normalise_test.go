package customer_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/customer"
)

func TestNamesThatMeanOneCustomerBecomeEqual(t *testing.T) {
	for want, names := range map[string][]string{
		"acme":              {"Acme", "ACME Inc.", "acme, inc", "Acme Co., Ltd.", "Acme Co.,Ltd", "ＡＣＭＥ　Ｌｔｄ", "Acme & Co. KG", "ACME S.A.", "Acme A/S", "Acme Pte. Ltd.", "Acme Sdn. Bhd.", "Acme Sp. z o.o.", "Acme S.A. de C.V.", "Acme 株式会社"},
		"siemens":           {"Siemens Aktiengesellschaft", "Siemens AG", "SIEMENS  A.G."},
		"muller und sohne":  {"Müller und Söhne GmbH", "MULLER UND SOHNE", "Mu\u0308ller und So\u0308hne"},
		"societe generale":  {"Société Générale S.A.", "SOCIETE GENERALE SA"},
		"o neil brothers":   {"O Neil-Brothers LLC"},
		"北京云算中国":            {"北京云算（中国）有限公司", "北京云算(中国)股份有限公司", "北京云算 中国 有限责任公司"},
		"阿里云计算":             {"阿里云计算有限公司", "阿里云计算"},
		"トヨタ自動車":            {"トヨタ自動車株式会社", "トヨタ自動車 株式会社"},
		"smith and jones":   {"Smith & Jones LLP", "Smith and Jones"},
		"ромашка":           {"Ромашка ООО", "РОМАШКА"},
		"deutsche bank":     {"Deutsche Bank AG", "Deutsche Bank Aktiengesellschaft"},
		"limited":           {"Limited"},
		"有限公司":              {"有限公司"},
		"":                  {"", "  ", "—", "..."},
		"blaue strasse":     {"Blaue Straße GmbH & Co. KG"},
		"northwind traders": {"Northwind Traders Private Limited", "Northwind Traders Pvt. Ltd."},
	} {
		for _, name := range names {
			if got := customer.NormaliseName(name); got != want {
				t.Errorf("%q became %q, want %q", name, got, want)
			}
		}
	}
}

func TestNamesThatDifferStayApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"Deutsche Bank AG", "Deutsche Bank (Schweiz) AG"},
		{"Deutsche Bank Trust Company", "Deutsche Bank"},
		{"Acme North", "Acme South"},
		{"北京云算有限公司", "上海云算有限公司"},
		{"Costco", "Cost"},
		{"Texas", "Tex"},
	} {
		if a, b := customer.NormaliseName(pair[0]), customer.NormaliseName(pair[1]); a == b {
			t.Errorf("%q and %q both became %q", pair[0], pair[1], a)
		}
	}
}

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
