package cli

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/core/report"
	"github.com/sevenfold/sevenfold/internal/flow/matching"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

func TestTheQueueAndAnExplanationSayWhatAYesAlsoSettles(t *testing.T) {
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	q := matching.Question{Settles: 2, Worth: money.MustParse("1234.5"), Stake: multiplier.Stake{Amount: money.New(money.NewInt(60), "USD")}}
	for lang, want := range map[string]string{"en": "A yes also settles 2 other questions, 1,234.50 USD together.", "zh-CN": "若答“是”，另有 2 个问题随之解决，合计 1,234.50 USD。"} {
		d := matchExplainDocument(matched{bundle.For(lang)}, matching.Explanation{Question: &q})
		said := ""
		for _, b := range d.Blocks {
			if p, is := b.(report.Paragraph); is && p.ID == "settles" {
				said = p.Text
			}
		}
		if said != want {
			t.Errorf("%s: %q, want %q", lang, said, want)
		}
	}
	d := matchQueueDocument(matched{bundle.For("en")}, matching.Queue{Questions: []matching.Question{q}}, true)
	row := d.Blocks[0].(report.Table).Rows[0].Cells
	if got := row[len(row)-1].Value; got != "2" {
		t.Errorf("the queue says %q", got)
	}
}
