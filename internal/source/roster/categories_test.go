package roster_test

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/service"
	"github.com/sevenfold/sevenfold/internal/source/roster"
)

const rulesCSV = `id,field,equals,contains,pattern,nature,category,share
resale,account_code,4100,,,resold_cloud,,
project,description,,landing zone,,,build,70%
project,,,,,,design,0.3
review,item_code,WAR,,,service,advise,
move,description,,,migrat|迁移,,build,1
`

const rulesYAML = `
rules:
  - {id: resale, field: account_code, equals: 4100, nature: resold_cloud}
  - id: project
    field: description
    contains: landing zone
    categories: {build: 0.7, design: 0.3}
  - {id: review, field: item_code, equals: WAR, categories: {advise: 1}}
  - {id: move, field: description, pattern: migrat|迁移, categories: {build: 1}}
`

func describe(rules service.Rules) string {
	var out []string
	for _, r := range rules {
		s := r.ID + " " + string(r.Field) + " " + r.Equals + r.Contains
		if r.Pattern != nil {
			s += r.Pattern.String()
		}
		s += " " + string(r.Nature)
		for _, w := range r.Weights {
			s += " " + string(w.Category) + "=" + w.Share.String()
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

func TestRulesInCSVAndYAMLSayTheSame(t *testing.T) {
	want := "resale account_code 4100 resold_cloud\n" +
		"project description landing zone service design=0.3 build=0.7\n" +
		"review item_code WAR service advise=1\n" +
		"move description (?i)migrat|迁移 service build=1"
	for name, text := range map[string]string{"r.csv": rulesCSV, "r.yaml": rulesYAML} {
		got, err := roster.ReadCategories(strings.NewReader(text), name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if have := describe(got.Rules); have != want || len(got.Findings) != 0 {
			t.Errorf("%s:\n%s\nfindings %v", name, have, got.Findings)
		}
	}
}

func TestARuleThatCanNeverDecideIsReported(t *testing.T) {
	got, err := roster.ReadCategories(strings.NewReader(
		"id,field,contains,category\na,description,Review,advise\nb,description,review,build\n"), "r.csv")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Findings) != 1 || got.Findings[0].Rule != roster.RuleUnreachable || got.Findings[0].Example != "b < a" {
		t.Errorf("findings %+v", got.Findings)
	}
}

func TestBadFilesOfRulesAreRefused(t *testing.T) {
	const head = "id,field,equals,contains,pattern,nature,category,share\n"
	for _, c := range []struct {
		file, text, code string
		row              int64
	}{
		{"r.csv", "", "roster.empty", 0},
		{"r.csv", head, "roster.empty", 0},
		{"r.csv", "id,contains\n", "roster.column_missing", 1},
		{"r.csv", head + ",description,,x,,,build,\n", "roster.id_missing", 2},
		{"r.csv", head + "a,colour,,x,,,build,\n", "category.rule_field", 2},
		{"r.csv", head + "a,description,x,x,,,build,\n", "category.rule_matcher", 2},
		{"r.csv", head + "a,description,,x,,paint,build,\n", "category.rule_nature", 2},
		{"r.csv", head + "a,description,,x,,,paint,\n", "category.rule_category", 2},
		{"r.csv", head + "a,description,,x,,hardware,build,\n", "category.rule_weights_on_excluded", 2},
		{"r.csv", head + "a,description,,x,,,build,0.3\n", "category.rule_weight_sum", 2},
		{"r.csv", head + "a,description,,x,,,build,0.5\na,,,,,,build,0.5\n", "category.rule_category_twice", 2},
		{"r.csv", head + "a,description,,x,,,build,half\n", "roster.share", 2},
		{"r.csv", head + "a,description,,x,,,build,0.5\na,,,,,,design,\n", "roster.share", 3},
		{"r.csv", head + "a,description,,x,,,build,-1\n", "category.rule_weight", 2},
		{"r.csv", head + "a,description,,x,,,build,0.5\na,,,y,,,design,0.5\n", "roster.rule_differs", 3},
		{"r.csv", head + "a,description,,,[,,build,\n", "roster.pattern", 2},
		{"r.yaml", "rules:\n  - {id: a, colour: red}\n", "roster.yaml_field", 2},
		{"r.yaml", "rules:\n  - {id: a, field: description, contains: x, categories: [build]}\n", "roster.yaml_shape", 2},
		{"r.yaml", "rules:\n  - {id: a, field: description, contains: x}\n  - {id: a, field: description, contains: y}\n", "roster.rule_twice", 3},
		{"r.yaml", "rules: []\n", "roster.empty", 0},
	} {
		_, err := roster.ReadCategories(strings.NewReader(c.text), c.file)
		f, ok := fault.As(err)
		if !ok || f.Code != c.code || f.Place.Row != c.row || f.Place.File != c.file {
			t.Errorf("%s %q: %v; want %s in row %d", c.file, c.text, err, c.code, c.row)
		}
	}
}

func FuzzReadCategories(f *testing.F) {
	f.Add(rulesCSV, false)
	f.Add(rulesYAML, true)
	f.Fuzz(func(t *testing.T, text string, asYAML bool) {
		name := "r.csv"
		if asYAML {
			name = "r.yaml"
		}
		got, err := roster.ReadCategories(strings.NewReader(text), name)
		if err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		for _, r := range got.Rules {
			if err := r.Validate(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
