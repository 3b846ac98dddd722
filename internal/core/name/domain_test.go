package name_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

func TestDomainsNameCompanies(t *testing.T) {
	for domain, want := range map[string]string{
		"acme.com":                       "acme",
		"www.acme-cloud.co.uk":           "acme cloud",
		"https://shop.acme.com.cn/a?b=c": "acme",
		"jo.doe@mail.acme.example":       "acme",
		"ACME.COM.":                      "acme",
		"acme.io":                        "acme",
		"co.uk":                          "co",
		"localhost":                      "",
		"":                               "",
		"云算.中国":                          "云算",
		"tencent.com":                    "tencent",
		"ｗｗｗ．ａｃｍｅ．ｃｏｍ":                   "acme",
	} {
		n := name.FromDomain(domain)
		var got string
		for i, w := range n.Words {
			if i > 0 {
				got += " "
			}
			got += w.Text
		}
		if got != want {
			t.Errorf("%s names %q, want %q", domain, got, want)
		}
	}
}

func TestADomainMeetsTheNameItWasMadeOf(t *testing.T) {
	for domain, company := range map[string]string{
		"acmecloud.com":     "Acme Cloud Ltd",
		"acme-cloud.com.cn": "ACME Cloud Co., Ltd.",
		"yunsuan.cn":        "北京云算科技有限公司",
		"tencent.com":       "腾讯科技（深圳）有限公司",
		"icbc.com.cn":       "中国工商银行股份有限公司",
		"mueller.de":        "Müller GmbH",
	} {
		a, b := name.FromDomain(domain), name.Parse(company)
		if c := name.Compare(&a, &b); len(c.LeftOver) > 0 || c.Met == 0 {
			t.Errorf("%s and %s: %s", domain, company, showComparison(&a, &b))
		}
	}
}
