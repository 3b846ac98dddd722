package web

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/multiplier"
	"github.com/sevenfold/sevenfold/internal/flow/measuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
	"github.com/sevenfold/sevenfold/internal/i18n"
)

// measured is what the flow says of all months.
func measured(t *testing.T, b *measuringtest.Books, by ...multiplier.Dimension) measuring.Result {
	t.Helper()
	r, err := b.Measurer.Run(access.With(t.Context(), access.Local()), measuring.Input{By: by, Currency: "USD", Policy: "average"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheOverviewShowsTheFiguresOfTheFlow(t *testing.T) {
	b := measuringtest.Sample(t)
	page := open(t, b).enter().page("/?period=all")
	r := measured(t, b)
	m, _ := r.Figures[0].Total.Multiplier()
	if got := one(t, page, ".hero"); got != m.Fixed(2) {
		t.Errorf("the headline is %s, the flow says %s", got, m.Fixed(2))
	}
	if got := len(find(t, page, "#table-definitions tbody tr")); got != len(r.Figures) {
		t.Errorf("%d definitions stand side by side, not %d", got, len(r.Figures))
	}
	for _, id := range []string{"table-trend", "table-categories", "table-cohorts"} {
		if len(find(t, page, "#"+id)) != 1 {
			t.Errorf("no %s", id)
		}
	}
	if got := one(t, page, ".ladder .here .you"); got == "" {
		t.Error("nobody says where we stand")
	}
}

// Every chart has its table, and draws just what stands in it.
func TestAChartDrawsItsTable(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for _, path := range []string{"/?period=all", "/explore?period=all", "/explore?period=all&by=month&and=customer&show=heat&measure=cloud", "/customers/a"} {
		page := h.page(path)
		charts := find(t, page, "[data-chart]")
		if len(charts) == 0 {
			t.Errorf("%s has no chart", path)
		}
		for _, c := range charts {
			var o struct {
				X      []string
				Series []struct {
					Name  string
					Shown []string
				}
			}
			if err := json.Unmarshal([]byte(attribute(c, "data-chart")), &o); err != nil {
				t.Fatal(err)
			}
			table := attribute(c, "aria-describedby")
			rows := map[string]string{}
			for _, tr := range find(t, page, "#"+table+" tbody tr") {
				rows[words(find(t, render(tr), "th")[0])] = words(tr)
			}
			for i, x := range o.X {
				row, ok := rows[x]
				if !ok {
					t.Errorf("%s: %s draws %q, which its table has not", path, table, x)
				}
				for _, s := range o.Series {
					shown, _, _ := strings.Cut(s.Shown[i], " USD")
					if !strings.Contains(row, shown) {
						t.Errorf("%s: %s draws %s of %s for %q, the table says %q", path, table, shown, s.Name, x, row)
					}
				}
			}
		}
	}
}

// Every figure on a page leads to an explanation of that same figure.
func TestEveryFigureIsExplained(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	for _, path := range []string{"/?period=all", "/explore?period=all", "/explore?period=all&by=customer&and=month", "/explore?period=all&by=category", "/customers", "/customers/a"} {
		page := h.page(path)
		links := find(t, page, "a.figure")
		if len(links) < 4 {
			t.Errorf("%s has %d figures that lead somewhere", path, len(links))
		}
		for _, a := range links {
			if href := attribute(a, "href"); strings.HasPrefix(href, "/explain") {
				shown, explained := words(a), one(t, h.page(href), "#explained")
				if shown != "–" && !same(shown, explained) {
					t.Errorf("%s shows %q, %s explains %q", path, shown, href, explained)
				}
			}
		}
	}
}

// same compares a figure with its explanation, which has more decimals and its
// currency; figures in a headline are shortened and compared by their beginning.
func same(shown, explained string) bool {
	number, unit, _ := strings.Cut(explained, " ")
	d, err := money.ParseDecimal(strings.ReplaceAll(number, ",", ""))
	s, serr := money.ParseDecimal(strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(shown, " "+unit), " "+unit), ",", ""))
	if err != nil || serr != nil {
		return shown == explained
	}
	return d.Round(s.Places()).Equal(s)
}

func TestTotalsOfTwoDimensionsTie(t *testing.T) {
	b := measuringtest.Sample(t)
	h := open(t, b).enter()
	total := measured(t, b).Figures[0].Total
	for _, dims := range [][2]string{{"customer", "month"}, {"month", "customer"}, {"provider", "customer"}, {"customer", "category"}, {"segment", "quarter"}, {"region", "month"}} {
		status, body, _ := h.get(fmt.Sprintf("/explore.csv?period=all&by=%s&and=%s&measure=services", dims[0], dims[1]))
		if status != http.StatusOK || !strings.HasPrefix(body, "\ufeff") {
			t.Fatalf("%v: %d %.20q", dims, status, body)
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff")))
		r.FieldsPerRecord = -1
		records, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var sums []money.Decimal
		for _, rec := range records[1:] {
			values := make([]money.Decimal, len(rec))
			for i := 1; i < len(rec); i++ {
				values[i], _ = money.ParseDecimal(strings.ReplaceAll(rec[i], ",", ""))
			}
			if across := money.Sum(values[1 : len(values)-1]...); !across.Equal(values[len(values)-1]) {
				t.Errorf("%v: %s sums to %s across, its total is %s", dims, rec[0], across, values[len(values)-1])
			}
			if rec[0] == "Total" {
				for i := 1; i < len(rec); i++ {
					if !sums[i].Equal(values[i]) {
						t.Errorf("%v: column %s sums to %s, its total is %s", dims, records[0][i], sums[i], values[i])
					}
				}
				if got := values[len(values)-1]; !got.Equal(total.Services.Sum()) {
					t.Errorf("%v: the total is %s, the flow says %s", dims, got, total.Services.Sum())
				}
				break
			}
			if sums == nil {
				sums = make([]money.Decimal, len(rec))
			}
			for i := range values {
				sums[i] = sums[i].Add(values[i])
			}
		}
	}
}

func TestAViewIsItsAddress(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	page := h.page("/explore?period=all&by=month&measure=cloud&where=provider%3DAWS&sort=cloud&dir=up")
	for selector, want := range map[string]string{"#ask-by": "month", "#ask-measure": "cloud", "#ask-period": "all"} {
		if chosen := find(t, render(find(t, page, selector)[0]), "option[selected]"); len(chosen) != 1 || attribute(chosen[0], "value") != want {
			t.Errorf("%s is not %s", selector, want)
		}
	}
	if got := one(t, page, ".chips a"); !strings.Contains(got, "AWS") {
		t.Errorf("the filter in force is %q", got)
	}
	if sorted := find(t, page, "th[aria-sort]"); len(sorted) == 0 {
		t.Error("no column says that it sorts")
	}
	h.page("/explore?by=month&and=&period=&compare=&where=&where=") // as a form without script sends it
	for _, wrong := range []string{"by=star", "measure=luck", "show=cake", "period=soon", "where=x", "compare=never", "definition=none", "currency=dollar"} {
		if status, _, _ := h.get("/explore?" + wrong); status < 400 || status >= 500 {
			t.Errorf("%s is answered %d", wrong, status)
		}
	}
}

func TestAnAnswerIsKeptUntilTheBooksChange(t *testing.T) {
	b := measuringtest.Sample(t)
	h := open(t, b).enter()
	before := one(t, h.page("/?period=all"), ".hero")
	if again := one(t, h.page("/?period=all"), ".hero"); again != before {
		t.Errorf("%s, then %s", before, again)
	}
	b.Bill("cost", measuringtest.Charge("900000000000", "111111111111", "2025-03", "Usage", "Amazon EC2", "us-east-1", "5000", "5000"))
	if after := one(t, h.page("/?period=all"), ".hero"); after == before {
		t.Errorf("a new bill leaves the multiplier at %s", after)
	}
}

func TestEveryPageSpeaksBothLanguages(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	batches, err := h.books.Measurer.State.Batches(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"/", "/?period=all", "/explore", "/explore?by=cohort&and=category&compare=year", "/customers", "/customers/a", "/customers/a/next", "/customers/a/change?q=b", "/imports", "/standing", "/standing?period=all&by=industry", "/trends", "/quartiles", "/whitespace", "/whitespace/cell?cell=a/adopt", "/whitespace/proof", "/regions", "/triggers", "/self-assessment", "/moves", "/moves?show=list", "/moves?show=proposals", "/moves/new", "/strategies", "/definition/standard", "/explain?period=all", "/settings", "/settings/definitions", "/settings/definitions/edit", "/settings/references", "/settings/rates", "/settings/rules", "/settings/offerings", "/settings/offerings/edit"}
	for _, b := range batches {
		paths = append(paths, "/imports/"+string(b.ID))
	}
	for _, lang := range i18n.Languages() {
		for _, path := range paths {
			status, body, _ := h.do(http.MethodGet, path, http.Header{"Accept-Language": {lang}}, "")
			if status != http.StatusOK || attribute(find(t, body, "html")[0], "lang") != lang {
				t.Errorf("%s in %s answers %d", path, lang, status)
			}
			for _, word := range strings.Fields(text(body)) {
				word = strings.Trim(word, ".,;:()")
				if strings.Count(word, ".") > 0 && (bundle.Has("en", word) || strings.HasPrefix(word, "web.") || strings.HasPrefix(word, "import.")) {
					t.Errorf("%s in %s shows the key %s", path, lang, word)
				}
			}
		}
	}
}

func TestFilesAreLookedAtBeforeTheyCount(t *testing.T) {
	b := measuringtest.Empty(t)
	h := open(t, b).enter()
	if len(find(t, h.page("/"), "[data-drop]")) != 1 {
		t.Error("an empty workspace does not ask for files")
	}
	upload := func(name, content string) (int, http.Header) {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		part, err := form.CreateFormFile("files", name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(part, content)
		if err := form.Close(); err != nil {
			t.Fatal(err)
		}
		status, _, header := h.do(http.MethodPost, "/imports", http.Header{"Content-Type": {form.FormDataContentType()}}, body.String())
		return status, header
	}
	status, header := upload("../../customers.csv", "customer_id,name,segment,industry,country,internal,kind,value,from,until\na,Acme,,,,,account,1,,\n")
	if status != http.StatusSeeOther {
		t.Fatalf("the upload answers %d", status)
	}
	where := header.Get("Location")
	preview := h.page(where)
	if chosen := find(t, preview, "#kind option[selected]"); len(chosen) != 1 || attribute(chosen[0], "value") != "customers" {
		t.Errorf("customers are taken for %s", text(preview))
	}
	if all, err := b.Measurer.State.Batches(t.Context()); err != nil || len(all) != 0 {
		t.Fatalf("looking at files imported them: %v %v", all, err)
	}
	status, _, header = h.post(where, url.Values{"kind": {"customers"}})
	if status != http.StatusSeeOther || !strings.HasPrefix(header.Get("Location"), "/jobs/") {
		t.Fatalf("the import answers %d %s", status, header.Get("Location"))
	}
	for at, open := header.Get("Location"), true; open; {
		var body string
		status, body, header = h.get(at)
		open = status == http.StatusOK && len(find(t, body, "#job[data-job]")) > 0
	}
	if status != http.StatusSeeOther || !strings.HasPrefix(header.Get("Location"), "/imports/") {
		t.Fatalf("the finished job answers %d %s", status, header.Get("Location"))
	}
	if got := text(h.page(header.Get("Location"))); !strings.Contains(got, "customers.csv") || strings.Contains(got, "../") {
		t.Errorf("the import shows %s", got)
	}
	if status, header = upload("picture.bin", "\x00\x01\x02"); status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	if len(find(t, h.page(header.Get("Location")), "[role]")) == 0 {
		t.Error("nobody says that the file is not understood")
	}
	for _, away := range []string{"/uploads/..", "/uploads/%2e%2e", "/uploads/aaaaaaaaaaaaaaaaaaaaaaaaaa"} {
		if status, _, _ := h.get(away); status == http.StatusOK {
			t.Errorf("%s answers", away)
		}
	}
}
