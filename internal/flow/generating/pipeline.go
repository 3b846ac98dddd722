package generating

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/sevenfold/sevenfold/internal/core/money"
)

// PipelineFile is the list of opportunities, as Partner Central's API answers.
const PipelineFile = "pipeline/opportunities.json"

// TruthPlanned is what the pipeline comes to per month, in US dollars, the
// currency of all deals: of those that are open and state both sides.
type TruthPlanned struct {
	Open    int           `json:"open"`
	Counted int           `json:"counted"`
	Spend   money.Decimal `json:"spend"`
	Value   money.Decimal `json:"value"`
	Ratio   string        `json:"ratio"`
}

// deal is one opportunity.
type deal struct {
	id            string
	client        *client
	stage, model  string
	close, change string // days
	spend, value  int64  // US dollars: per month, and over the term; 0 is not stated
	months        int64  // the term of the contract
}

// dealStages are met as often as they stand here.
func dealStages() []string {
	return []string{"Prospect", "Qualified", "Qualified", "Technical Validation", "Business Validation", "Business Validation", "Committed", "Committed", "Launched", "Closed Lost"}
}

// deals invents an opportunity for about every second customer, some of which
// say nothing of what they are worth.
func (w *world) deals() []deal {
	var deals []deal
	last := w.month(w.options.Months - 1)
	for i, c := range w.clients {
		r := stream(w.options.Seed, purposePipeline, i, 0)
		if !c.listed || c.internal || !chance(r, 60) {
			continue
		}
		d := deal{id: fmt.Sprintf("O%07d", 1000001+i), client: c, stage: pick(r, dealStages()), spend: int64(between(r, 4, 60)) * 250,
			model: pick(r, []string{"Managed Services", "Professional Services", "Professional Services", "Resell", "SaaS or PaaS"})}
		d.close = (last + 1).Start().AddDate(0, between(r, 0, 8), between(r, 0, 27)).Format("2006-01-02")
		d.change = last.Start().AddDate(0, 0, between(r, 4, 24)).Format("2006-01-02")
		if chance(r, 75) {
			d.months = pick(r, []int64{12, 24, 36})
			d.value = d.worth(r, c)
		}
		deals = append(deals, d)
	}
	return deals
}

// worth is a round sum that the customer's appetite for services makes of the
// term's cloud.
func (d deal) worth(r *rand.Rand, c *client) int64 {
	return max(1, d.spend*d.months*int64(c.appetite)/100*int64(between(r, 60, 120))/100/500) * 500
}

func (d deal) open() bool { return d.stage != "Launched" && d.stage != "Closed Lost" }

// planned sums the deals.
func planned(deals []deal) TruthPlanned {
	var t TruthPlanned
	for _, d := range deals {
		if !d.open() {
			continue
		}
		t.Open++
		if d.value == 0 {
			continue
		}
		t.Counted++
		t.Spend = t.Spend.Add(money.NewInt(d.spend))
		t.Value = t.Value.Add(money.NewInt(d.value).Quo(money.NewInt(d.months), money.LakeScale))
	}
	if !t.Spend.IsZero() {
		t.Ratio = t.Value.Quo(t.Spend, 6).String()
	}
	return t
}

// writePipeline writes the answer of ListOpportunities.
func writePipeline(root string, deals []deal) error {
	type fields map[string]any
	list := []fields{}
	for _, d := range deals {
		account := fields{"CompanyName": d.client.name, "WebsiteUrl": "https://www." + d.client.domain, "Address": fields{"CountryCode": d.client.place.country}}
		if d.stage == "Launched" && len(d.client.holdings) > 0 {
			account["AwsAccountId"] = d.client.holdings[0].account.id
		}
		spends := []fields{{"Amount": strconv.FormatInt(d.spend, 10) + ".00", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "AWS"}}
		project := fields{"Title": d.model, "DeliveryModels": []string{d.model}}
		if d.value > 0 {
			spends = append(spends, fields{"Amount": strconv.FormatInt(d.value, 10) + ".00", "CurrencyCode": "USD", "Frequency": "None", "TargetCompany": "Self"})
			project["ExpectedContractDuration"] = fields{"Term": "Months", "Value": strconv.FormatInt(d.months, 10)}
		}
		project["ExpectedCustomerSpend"] = spends
		list = append(list, fields{"Catalog": "AWS", "Id": d.id, "LastModifiedDate": d.change + "T08:00:00Z", "Customer": fields{"Account": account},
			"LifeCycle": fields{"Stage": d.stage, "ReviewStatus": "Approved", "TargetCloseDate": d.close}, "Project": project})
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(fields{"OpportunitySummaries": list}); err != nil {
		return err
	}
	return writeFile(root, PipelineFile, text.Bytes())
}
