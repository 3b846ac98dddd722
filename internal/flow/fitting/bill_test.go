package fitting_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
)

func figure(rows ...multiplier.Row) multiplier.Result {
	return multiplier.Result{Currency: "USD", By: fitting.BillDimensions(), Rows: rows}
}

func spent(provider, region, service, amount string) multiplier.Row {
	return multiplier.Row{Key: []string{provider, region, service}, Currency: "USD", Cloud: money.MustParse(amount)}
}

func TestABillIsJudgedServiceByService(t *testing.T) {
	b := checker().JudgeBill(figure(
		spent("AWS", "us-east-1", "Amazon Elastic Compute Cloud", "60"), spent("AWS", "eu-west-1", "AmazonEC2", "10.5"), // one service by two names
		spent("AWS", "us-east-1", "Amazon Bedrock", "20"), spent("AWS", "us-east-1", "Amazon Polly", "4.5"),
		spent("AWS", "us-east-1", "AWS Wickr", "3"), spent("AWS", "us-east-1", "Amazon Brand New", "2"),
		spent("AWS", "cn-north-1", "Amazon Elastic Compute Cloud", "50"), spent("Microsoft", "eastus", "Amazon Bedrock", "7"), spent("AWS", "us-east-1", "", "1"),
	))
	want := map[fitting.Move][2]string{fitting.MoveReady: {"70.5", "75"}, fitting.MoveReplace: {"24.5", "20"}, fitting.MoveBlocked: {"3", "3"}, fitting.MoveUnknown: {"2", "2"},
		fitting.MoveThere: {"50", "50"}, fitting.MoveForeign: {"8", "8"}}
	for i, p := range b.Portions {
		for m, w := range want {
			if got := p.Sums[m]; got.String() != w[i] {
				t.Errorf("%s in %s is %s, not %s", m, p.Region, got, w[i])
			}
		}
		if p.Base.String() != "100" {
			t.Errorf("the base in %s is %s", p.Region, p.Base)
		}
	}
	if share, ok := b.Portions[0].Share(fitting.MoveReady); !ok || share.String() != "0.705" {
		t.Errorf("the share is %s", share)
	}
	if b.Total.String() != "158" || b.Lines[0].Name != "Amazon Elastic Compute Cloud (EC2)" || b.Lines[0].Amount.String() != "70.5" {
		t.Errorf("%s: %+v", b.Total, b.Lines[0])
	}
}

func TestABillWithoutSpendHasNoShare(t *testing.T) {
	b := checker().JudgeBill(figure(spent("AWS", "us-east-1", "Amazon Bedrock", "-5")))
	if _, ok := b.Portions[0].Share(fitting.MoveReplace); ok {
		t.Error("a credit alone has a share")
	}
}

// Whatever a bill has, nothing of it is lost: its lines, and the portions of every
// region, sum to the cloud of the figure.
func TestNothingOfABillIsLost(t *testing.T) {
	k := checker()
	rapid.Check(t, func(t *rapid.T) {
		var rows []multiplier.Row
		sum := money.NewInt(0)
		for i := range rapid.IntRange(0, 20).Draw(t, "rows") {
			r := spent(rapid.SampledFrom([]string{"AWS", "Microsoft", "", "Amazon Web Services"}).Draw(t, "provider"), rapid.SampledFrom([]string{"us-east-1", "cn-north-1", "global", ""}).Draw(t, "region"),
				rapid.SampledFrom([]string{"AmazonS3", "Amazon Lex", "x", "", "Kiro", "AWS Wickr"}).Draw(t, "service"), fmt.Sprintf("%d.%03d", rapid.IntRange(-5, 50).Draw(t, "units"), i))
			sum = sum.Add(r.Cloud)
			rows = append(rows, r)
		}
		b := k.JudgeBill(figure(rows...))
		lines := money.NewInt(0)
		for _, l := range b.Lines {
			lines = lines.Add(l.Amount)
		}
		if !b.Total.Equal(sum) || !lines.Equal(sum) {
			t.Fatalf("%s of %s, lines %s", b.Total, sum, lines)
		}
		for _, p := range b.Portions {
			all := money.NewInt(0)
			for _, m := range fitting.Moves() {
				all = all.Add(p.Sums[m])
			}
			if !all.Equal(sum) {
				t.Fatalf("%s has %s of %s", p.Region, all, sum)
			}
		}
	})
}
