package name_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

func BenchmarkParse(b *testing.B) {
	for language, text := range map[string]string{
		"english": "Shanghai Acme Information Technology Co., Ltd.",
		"german":  "Müller & Söhne Verwaltungs GmbH & Co. KG",
		"chinese": "上海艾克米信息技术有限公司",
		"russian": "Акционерное общество Муромский приборостроительный завод",
	} {
		b.Run(language, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				name.Parse(text)
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	acme := name.Parse("Shanghai Acme Information Technology Co., Ltd.")
	for other, text := range map[string]string{"alike": "Acne Info Tech Shanghai Limited", "translated": "上海艾克米信息技术有限公司", "strange": "Bluebird Logistics GmbH"} {
		b.Run(other, func(b *testing.B) {
			n := name.Parse(text)
			var c name.Comparison
			for b.Loop() {
				c.Between(&acme, &n)
			}
		})
	}
}
