package name_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/name"
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
		for _, text := range names {
			if got := name.Normalise(text); got != want {
				t.Errorf("%q became %q, want %q", text, got, want)
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
		if a, b := name.Normalise(pair[0]), name.Normalise(pair[1]); a == b {
			t.Errorf("%q and %q both became %q", pair[0], pair[1], a)
		}
	}
}
