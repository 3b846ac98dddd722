package roster_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/offering"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/roster"
)

const offeringsCSV = `id,name,name_zh,nature,categories,delivery,price,ai,providers,marketplace,item_codes,projects,aliases,needs,optional
zone,Landing zone,着陆区,,design=30%; build=70%,Professional Services,fixed,no,AWS;Azure,yes,LZ-1;LZ-2,,landing zone set-up,Amazon S3; 亚马逊云科技Lambda;S3,bedrock
care,Managed operations,云托管运维,service,manage,managed_services,subscription,,,,OPS,P-7,,,
tool,Cost radar,,own_software,,saas,subscription,是,,yes,,,,,
`

const offeringsYAML = `
offerings:
  - id: zone
    name: Landing zone
    name_zh: 着陆区
    categories: {design: 0.3, build: 0.7}
    delivery: Professional Services
    price: fixed
    providers: [AWS, Azure]
    marketplace: yes
    item_codes: [LZ-1, LZ-2]
    aliases: landing zone set-up
    needs: [AWS::S3::Bucket, lambda]
    optional: Amazon Bedrock
  - {id: care, name: Managed operations, name_zh: 云托管运维, categories: 管理, delivery: managed_services, price: subscription, item_codes: OPS, projects: [P-7]}
  - {id: tool, name: Cost radar, nature: 自有软件, delivery: saas, price: subscription, ai: yes, marketplace: yes}
`

func describeOfferings(list []offering.Offering) string {
	var out []string
	for _, o := range list {
		out = append(out, fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s|ai=%t|listed=%t|%s|%s|%s|%s|%s|%s", o.ID, o.Name, o.NameZH, o.Nature, service.FormatWeights(o.Weights),
			o.Delivery, o.Price, o.AI, o.Listed, o.Providers, o.ItemCodes, o.Projects, o.Aliases, o.Needs, o.Optional))
	}
	return strings.Join(out, "\n")
}

const offeringsMeant = `zone|Landing zone|着陆区|service|design=0.3; build=0.7|professional_services|fixed|ai=false|listed=true|[AWS Azure]|[LZ-1 LZ-2]|[]|[landing zone set-up]|[s3 lambda]|[bedrock]
care|Managed operations|云托管运维|service|manage|managed_services|subscription|ai=false|listed=false|[]|[OPS]|[P-7]|[]|[]|[]
tool|Cost radar||own_software||saas|subscription|ai=true|listed=true|[]|[]|[]|[]|[]|[]`

func TestOfferingsInCSVYAMLAndAWorkbookSayTheSame(t *testing.T) {
	for name, text := range map[string]io.Reader{"o.csv": strings.NewReader(offeringsCSV), "o.yaml": strings.NewReader(offeringsYAML), "o.xlsx": workbookOf(t, offeringsCSV)} {
		got, err := roster.ReadOfferings(text, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if have := describeOfferings(got.Offerings); have != offeringsMeant {
			t.Errorf("%s:\n%s\nwant\n%s", name, have, offeringsMeant)
		}
		if len(got.Findings) != 1 || got.Findings[0].Rule != roster.RuleOfferingOneName || got.Findings[0].Example != "tool" {
			t.Errorf("%s: findings %+v", name, got.Findings)
		}
	}
}

// workbookOf saves rows as a spreadsheet would and reads its first sheet back.
func workbookOf(t *testing.T, text string) io.Reader {
	t.Helper()
	f := excelize.NewFile()
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		for j, cell := range strings.Split(line, ",") {
			if cell == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStr("Sheet1", at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "o.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	r, err := roster.Plain(t.Context(), source.Entry{Path: path, Kind: source.KindXLSX})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestBadCataloguesAreRefusedWhereTheyAreWrong(t *testing.T) {
	const head = "id,name,nature,categories,delivery,price,ai,item_codes\n"
	for _, c := range []struct {
		file, text, code string
		row              int64
	}{
		{"o.csv", "", "roster.empty", 0},
		{"o.csv", head, "roster.empty", 0},
		{"o.csv", "name\nx\n", "roster.column_missing", 1},
		{"o.csv", "id,colour\nx,red\n", "roster.column_unknown", 1},
		{"o.csv", head + ",A,,,,,,\n", "offering.id_missing", 2},
		{"o.csv", head + "a,,,,,,,\n", "offering.name_missing", 2},
		{"o.csv", head + "a,A,paint,,,,,\n", "offering.nature", 2},
		{"o.csv", head + "a,A,,paint,,,,\n", "category.weight_category", 2},
		{"o.csv", head + "a,A,,design=0.3,,,,\n", "category.weight_sum", 2},
		{"o.csv", head + "a,A,hardware,build,,,,\n", "offering.weights_on_excluded", 2},
		{"o.csv", head + "a,A,,,by post,,,\n", "offering.delivery", 2},
		{"o.csv", head + "a,A,,,,free,,\n", "offering.price", 2},
		{"o.csv", head + "a,A,,,,,perhaps,\n", "roster.not_yes_or_no", 2},
		{"o.csv", head + "a,A,,,,,,\na,B,,,,,,\n", "offering.twice", 3},
		{"o.csv", head + "a,A,,,,,,X\nb,B,,,,,,x\n", "offering.claimed_twice", 3},
		{"o.csv", head + "a,A,,,,,,\nb,a,,,,,,\n", "offering.claimed_twice", 3},
		{"o.csv", "id,name,needs\na,A,Amazon Bedrok\n", "offering.service_unknown", 2},
		{"o.csv", "id,name,optional\na,A,what is this\n", "offering.service_unknown", 2},
		{"o.csv", "id,name,needs,optional\na,A,S3,Amazon S3\n", "offering.service_both", 2},
		{"o.yaml", "offerings:\n  - {id: a, name: A, needs: [S3, Kafkaa]}\n", "offering.service_unknown", 2},
		{"o.yaml", "offerings:\n  - {id: a, name: A, colour: red}\n", "roster.yaml_field", 2},
		{"o.yaml", "offerings:\n  - {id: a, name: A, categories: [build]}\n", "roster.yaml_shape", 2},
		{"o.yaml", "offerings: []\n", "roster.empty", 0},
	} {
		_, err := roster.ReadOfferings(strings.NewReader(c.text), c.file)
		f, ok := fault.As(err)
		if !ok || f.Code != c.code || f.Place.Row != c.row || f.Place.File != c.file {
			t.Errorf("%s %q: %v; want %s in row %d", c.file, c.text, err, c.code, c.row)
		}
	}
}

func FuzzReadOfferings(f *testing.F) {
	f.Add(offeringsCSV, false)
	f.Add(offeringsYAML, true)
	f.Fuzz(func(t *testing.T, text string, asYAML bool) {
		name := "o.csv"
		if asYAML {
			name = "o.yaml"
		}
		got, err := roster.ReadOfferings(strings.NewReader(text), name)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		for _, o := range got.Offerings {
			if err := o.Validate(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := offering.NewCatalogue(got.Offerings); err != nil {
			t.Fatal(err)
		}
	})
}

func TestTheExampleCatalogueOfTheGuideIsValid(t *testing.T) {
	f, err := os.Open("../../../docs/howto/offerings.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := roster.ReadOfferings(f, "offerings.yaml")
	if err != nil || len(got.Offerings) < 6 || len(got.Findings) != 0 {
		t.Errorf("%d offerings, findings %v, %v", len(got.Offerings), got.Findings, err)
	}
}

func TestAServiceThatNobodyKnowsIsAskedBackWithTheNearest(t *testing.T) {
	_, err := roster.ReadOfferings(strings.NewReader("id,name,needs\na,A,Amazon Bedrok\n"), "o.csv")
	if f, ok := fault.As(err); !ok || f.Args["value"] != "Amazon Bedrok" || !strings.HasPrefix(f.Args["nearest"].(string), "Amazon Bedrock (bedrock)") || f.Place.Column != "needs" {
		t.Errorf("%+v", f)
	}
	_, err = roster.ReadOfferings(strings.NewReader("id,name,needs\na,A,zzzz\n"), "o.csv")
	if f, ok := fault.As(err); !ok || f.Args["nearest"] != "" {
		t.Errorf("%+v", f)
	}
}
