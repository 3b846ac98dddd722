package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// file is a file that a browser sends, and the folders it lies in there.
type file struct{ way, name, text string }

// send brings files the way a form does.
func (h *house) send(files ...file) (int, string, http.Header) {
	h.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, f := range files {
		if f.way != "" {
			if err := form.WriteField("way", f.way); err != nil {
				h.t.Fatal(err)
			}
		}
		part, err := form.CreateFormFile("files", f.name)
		if err != nil {
			h.t.Fatal(err)
		}
		if _, err := io.WriteString(part, f.text); err != nil {
			h.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		h.t.Fatal(err)
	}
	return h.do(http.MethodPost, "/imports", http.Header{"Content-Type": {form.FormDataContentType()}}, b.String())
}

// brings sends files and gives the address of what they are.
func (h *house) brings(files ...file) string {
	h.t.Helper()
	status, body, header := h.send(files...)
	if status != http.StatusSeeOther {
		h.t.Fatalf("files are answered %d: %s", status, text(body))
	}
	return header.Get("Location")
}

// commit imports what an address shows, and follows the job by its events to
// where it leads.
func (h *house) commit(path string, kinds ...string) string {
	h.t.Helper()
	status, body, header := h.post(path, url.Values{"kind": kinds})
	if status != http.StatusSeeOther {
		h.t.Fatalf("committing answers %d: %s", status, text(body))
	}
	job := header.Get("Location")
	status, events, header := h.get(job + "/events")
	if status != http.StatusOK || header.Get("Content-Type") != "text/event-stream" {
		h.t.Fatalf("the events answer %d as %s", status, header.Get("Content-Type"))
	}
	_, end, found := strings.Cut(events, "event: end\ndata: ")
	if !found {
		h.t.Fatalf("the events do not end: %s", events)
	}
	to := strings.TrimSpace(end)
	if to == job {
		h.t.Fatalf("the import failed: %s", text(h.page(job)))
	}
	return to
}

// href is where the one link leads that has to be there.
func href(t *testing.T, page, selector string) string {
	t.Helper()
	found := find(t, page, selector)
	if len(found) != 1 {
		t.Fatalf("%d elements are %s:\n%s", len(found), selector, text(page))
	}
	return attribute(found[0], "href")
}

// formOf is what a form would send as it stands.
func formOf(t *testing.T, page, selector string) url.Values {
	t.Helper()
	form := url.Values{}
	for _, n := range find(t, page, selector+" input") {
		kind := attribute(n, "type")
		if name := attribute(n, "name"); name != "" && (kind != "checkbox" || has(n, "checked")) {
			form.Add(name, attribute(n, "value"))
		}
	}
	for _, n := range find(t, page, selector+" select") {
		for _, o := range find(t, render(n), "option[selected]") {
			form.Add(attribute(n, "name"), attribute(o, "value"))
		}
	}
	return form
}

const strangeBook = "Umsatz;;;;;\nRechnung;Datum;Customer;Text;Net EUR;VAT\nR-1;15.01.2025;Acme Ltd;Betrieb;1.000,50;200,10\nR-2;20.02.2025;Gamma GmbH;Beratung;zehn;0\nTotal;;;;1.010,50;200,10\n"

func TestAnUnknownBookIsMappedAndRecognisedFromThenOn(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	upload := h.brings(file{name: "Umsatz 2025.csv", text: strangeBook})
	page := h.page(upload)
	link := href(t, page, "a[data-map]")
	if got := one(t, page, ".notice"); !strings.Contains(got, "Rechnung") {
		t.Errorf("the page does not say what it saw: %s", got)
	}
	editor := h.page(link)
	for _, want := range []string{"as it would be read", "1,000.50", "Acme Ltd", "zehn", "R-1"} {
		if !strings.Contains(strings.ToLower(editor), strings.ToLower(want)) {
			t.Errorf("the editor does not show %q:\n%s", want, text(editor))
		}
	}
	form := formOf(t, editor, "form#sketch")
	// Without a date nothing can be kept, and the page says so where it is chosen.
	broken := maps.Clone(form)
	broken.Set("c2", "-")
	status, _, header := h.post(strings.Split(link, "?")[0], broken)
	again := header.Get("Location")
	if status != http.StatusSeeOther || !strings.HasPrefix(again, strings.Split(link, "?")[0]+"?") {
		t.Fatalf("a form without a date is answered %d %s", status, again)
	}
	if got := one(t, h.page(again), "#wrong-columns"); !strings.Contains(got, "invoice date") {
		t.Errorf("the fault at the columns is %q", got)
	}
	status, body, header := h.post(strings.Split(link, "?")[0], form)
	if status != http.StatusSeeOther || header.Get("Location") != upload {
		t.Fatalf("keeping the mapping answers %d %s: %s", status, header.Get("Location"), text(body))
	}
	if _, err := os.Stat(filepath.Join(h.books.Dir, "mappings", "umsatz-2025.yaml")); err != nil {
		t.Error(err)
	}
	if page := h.page(upload); !strings.Contains(page, "umsatz-2025") {
		t.Errorf("the files are not recognised now: %s", text(page))
	}
	// One row in two is bad: the workspace allows fewer.
	c := h.server.Settings.Config()
	c.Rejects.MaxShare = money.MustParse("0.5")
	h.server.Settings = configuring.New(c)
	h.server.handler = h.server.chain(h.server.routes())
	at := h.commit(upload, "services")
	page = h.page(at)
	if got := one(t, page, "#table-slices"); !strings.Contains(got, "1,000.50") {
		t.Errorf("the batch is %s", got)
	}
	if status, body, _ := h.get("/mappings/umsatz-2025"); status != http.StatusOK || !strings.Contains(body, "Net EUR") {
		t.Errorf("the mapping's file answers %d: %s", status, body)
	}
	mendOne(t, h, at, page)
	// The same name for another book is refused until replacing is said.
	other := h.brings(file{name: "Umsatz 2025.csv", text: "Tag;Wer;Betrag\n2025-01-01;Acme;1\n"})
	link = href(t, h.page(other), "a[data-map]")
	form = formOf(t, h.page(link), "form#sketch")
	startFrom(t, h, link, form)
	form.Set("c3", "amount")
	form.Set("currency", "EUR")
	_, _, header = h.post(strings.Split(link, "?")[0], form)
	taken := h.page(header.Get("Location"))
	if got := one(t, taken, "#wrong-name"); !strings.Contains(got, "umsatz-2025") {
		t.Errorf("the fault at the name is %q", got)
	}
	if !strings.Contains(taken, `name="replace"`) {
		t.Error("replacing cannot be said")
	}
}

// startFrom puts the mapping that was kept on another book: its values fill the
// form, and what does not fit is said. What is changed then stands.
func startFrom(t *testing.T, h *house, link string, form url.Values) {
	t.Helper()
	address := strings.Split(link, "?")[0]
	form = maps.Clone(form)
	form.Set("from", "umsatz-2025")
	page := h.page(address + "?" + form.Encode())
	filled := formOf(t, page, "form#sketch")
	if filled.Get("decimal") != "," || filled.Get("currency") != "EUR" || filled.Get("loaded") != "umsatz-2025" || filled.Get("c1") != "-" {
		t.Errorf("the form is filled with %v", filled)
	}
	for _, want := range []string{"Datum", "Net EUR", "Tag", "Wer"} {
		if said := one(t, page, "#started"); !strings.Contains(said, want) {
			t.Errorf("%q is not said: %s", want, said)
		}
	}
	filled.Set("decimal", ".")
	filled.Set("c1", "issue_date")
	changed := formOf(t, h.page(address+"?"+filled.Encode()), "form#sketch")
	if changed.Get("decimal") != "." || changed.Get("c1") != "issue_date" || changed.Get("from") != "umsatz-2025" {
		t.Errorf("what was changed does not stand: %v", changed)
	}
	filled.Set("from", "")
	if back := formOf(t, h.page(address+"?"+filled.Encode()), "form#sketch"); back.Get("currency") == "EUR" {
		t.Errorf("the guess does not come back: %v", back)
	}
	if status, _, _ := h.get(address + "?from=..%2Fsevenfold"); status != http.StatusNotFound {
		t.Errorf("a mapping that is none is answered %d", status)
	}
}

// mendOne corrects the one rejected row of the strange book.
func mendOne(t *testing.T, h *house, at string, page string) {
	t.Helper()
	mend := href(t, page, "a[data-mend]")
	form := formOf(t, h.page(mend), "form.mend")
	bad := ""
	for name, value := range form {
		if value[0] == "zehn" {
			bad = name
		}
	}
	status, body, _ := h.post(mend, form)
	if status != http.StatusBadRequest || !strings.Contains(body, "mend.nothing") {
		t.Errorf("mending nothing answers %d: %s", status, text(body))
	}
	form.Set(bad, "=10+1")
	status, _, header := h.post(mend, form)
	if status != http.StatusSeeOther || !strings.Contains(header.Get("Location"), "tried=") {
		t.Fatalf("a formula is answered %d %s", status, header.Get("Location"))
	}
	tried := h.page(header.Get("Location"))
	if !strings.Contains(tried, "=10+1") || !strings.Contains(tried, "zehn") {
		t.Errorf("what was tried is not shown beside what stands there: %s", text(tried))
	}
	form.Set(bad, "10,00")
	status, body, header = h.post(mend, form)
	if status != http.StatusSeeOther {
		t.Fatalf("mending answers %d: %s", status, text(body))
	}
	amendment := h.page(header.Get("Location"))
	for _, want := range []string{"zehn", "10,00", "10.00", "local", strings.TrimPrefix(at, "/imports/"), "Umsatz 2025.csv"} {
		if !strings.Contains(amendment, want) {
			t.Errorf("the amendment does not show %q: %s", want, text(amendment))
		}
	}
	original := h.page(at)
	mended := one(t, original, "#table-amendments")
	for _, want := range []string{"Umsatz 2025.csv", "4", "Net EUR", "zehn", "10,00", "local"} {
		if !strings.Contains(mended, want) {
			t.Errorf("the import does not show %q of what was mended: %s", want, mended)
		}
	}
	if len(find(t, original, "a[data-mend]")) > 0 {
		t.Error("there is still something to mend")
	}
	if status, _, _ := h.post(header.Get("Location")+"/undo", nil); status != http.StatusSeeOther {
		t.Fatalf("undoing the amendment answers %d", status)
	}
	one(t, h.page(at), "a[data-mend]")
}

func TestAMixedLotIsSortedOutAndImportedAtOnce(t *testing.T) {
	h := open(t, measuringtest.Empty(t)).enter()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, text := range map[string]string{"汇率/rates.csv": "date,from,to,rate\n2025-01-02,CNY,USD,0.13\n", "客户.csv": "customer_id,name,kind,value\na,Acme Ltd,account,111111111111\n"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	lines := "invoice_number,issue_date,customer_name,currency,net\nI-1,2025-01-10,Acme,USD,300\n"
	bill := measuringtest.FocusHeader() + measuringtest.Charge("900000000000", "111111111111", "2025-01", "Usage", "Amazon EC2", "us-east-1", "100", "90") + "\n"
	upload := h.brings(file{name: "资料.zip", text: packed.String()}, file{way: "一月/账单.csv", name: "账单.csv", text: bill}, file{way: "一月/收入.csv", name: "收入.csv", text: lines},
		file{name: "收入 (1).csv", text: lines}, file{name: "notes.bin", text: "\x00\x01\x02\x03"})
	page := h.page(upload)
	var kinds []string
	for _, section := range find(t, page, ".set") {
		kind := "-"
		for _, o := range find(t, render(section), "option[selected]") {
			kind = attribute(o, "value")
		}
		kinds = append(kinds, kind)
	}
	if got := strings.Join(kinds, " "); got != "customers rates bill services -" {
		t.Fatalf("the lot is taken for %s:\n%s", got, text(page))
	}
	if !strings.Contains(page, "same content") {
		t.Errorf("the second copy is not told: %s", text(page))
	}
	if to := h.commit(upload, kinds...); to != "/imports" {
		t.Errorf("several batches lead to %s", to)
	}
	if got := len(find(t, h.page("/imports"), "#table-imports tbody tr")); got != 4 {
		t.Errorf("%d batches came in", got)
	}
	// The same once more is known, and says so before it is imported.
	again := h.page(h.brings(file{name: "账单.csv", text: bill}))
	if !strings.Contains(again, "in already") {
		t.Errorf("a known file is not told: %s", text(again))
	}
}

func TestALotThatFailsHalfWayLeavesNothing(t *testing.T) {
	h := open(t, measuringtest.Empty(t)).enter()
	upload := h.brings(file{name: "customers.csv", text: "customer_id,name,kind,value\na,Acme Ltd,account,111111111111\n"},
		file{name: "lines.csv", text: "invoice_number,issue_date,customer_name,currency,net\nI-1,2025-01-10,Acme,USD,300\nI-2,soon,Acme,USD,1\n"})
	_, _, header := h.post(upload, url.Values{"kind": {"customers", "services"}})
	h.get(header.Get("Location") + "/events")
	if page := h.page(header.Get("Location")); !strings.Contains(page, "bill.too_many_rejects") {
		t.Errorf("the job says %s", text(page))
	}
	if list := h.page("/imports"); strings.Contains(list, ">live<") || !strings.Contains(strings.ToLower(list), "undone") {
		t.Errorf("after the failure: %s", text(list))
	}
}

func TestAPathOnTheMachine(t *testing.T) {
	books := measuringtest.Sample(t)
	h := open(t, books).enter()
	root := filepath.Join(books.Dir, "incoming")
	if err := os.MkdirAll(root, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "lines.csv"), []byte("invoice_number,issue_date,customer_name,currency,net\nZ-1,2025-03-10,Acme,USD,7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if len(find(t, h.page("/imports"), "form.path")) != 0 {
		t.Error("without roots a path can be named")
	}
	if status, _, _ := h.post("/imports/path", url.Values{"path": {filepath.Join(root, "lines.csv")}}); status != http.StatusForbidden {
		t.Errorf("without roots a path is answered %d", status)
	}
	h.server.Roots = []string{root}
	h.server.handler = h.server.chain(h.server.routes())
	one(t, h.page("/imports"), "form.path")
	for _, path := range []string{"/etc/passwd", "../state.db", filepath.Join(books.Dir, "state.db"), "", "lines.csv/.."} {
		if status, _, _ := h.post("/imports/path", url.Values{"path": {path}}); path != "lines.csv/.." && status != http.StatusForbidden {
			t.Errorf("%q is answered %d", path, status)
		}
	}
	status, _, header := h.post("/imports/path", url.Values{"path": {"lines.csv"}})
	if status != http.StatusSeeOther {
		t.Fatalf("a path is answered %d", status)
	}
	h.page(h.commit(header.Get("Location"), "services"))
}

func TestHostileUploads(t *testing.T) {
	h := open(t, measuringtest.Empty(t)).enter()
	ok := "invoice_number,issue_date,customer_name,currency,net\nI-1,2025-01-10,Acme,USD,300\n"
	for _, way := range []string{"../x.csv", "/etc/x.csv", "a/../../x.csv", "a//x.csv", `a\..\x.csv`, ".ssh/x.csv", "a/\x00/x.csv", "c:/x.csv", strings.Repeat("a/", 40) + "x.csv", strings.Repeat("a", 1100)} {
		if status, body, _ := h.send(file{way: way, name: "x.csv", text: ok}); status != http.StatusBadRequest || !strings.Contains(body, "web.upload_way") {
			t.Errorf("%q is answered %d: %s", way, status, text(body))
		}
	}
	// A name is never a way.
	upload := h.brings(file{name: "../../../evil.csv", text: ok})
	if _, err := os.Stat(filepath.Join(h.books.Dir, "evil.csv")); err == nil {
		t.Error("a file left the folder of uploads")
	}
	if page := h.page(upload); !strings.Contains(page, "evil.csv") {
		t.Errorf("%s", text(page))
	}
	// An archive that unpacks to far more than it is.
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create("lines.csv")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 600 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, header := h.send(file{name: "bomb.zip", text: bomb.String()})
	if status, body, _ := h.get(header.Get("Location")); !strings.Contains(body, "source.") || strings.Contains(body, `class="button primary"`) && status == http.StatusOK {
		t.Errorf("a bomb of %d kB is answered %d: %s", bomb.Len()>>10, status, text(body))
	}
	// Cells that a spreadsheet would run are text to us, and shown as text.
	page := h.page(h.brings(file{name: "f.csv", text: "invoice_number,issue_date,customer_name,currency,net\n=cmd|' /C calc'!A0,2025-01-10,<script>alert(1)</script>,USD,=1+1\n"}))
	if strings.Contains(page, "<script>alert") {
		t.Error("a cell became markup")
	}
	// More files than one form may have.
	many := make([]file, 501)
	for i := range many {
		many[i] = file{name: fmt.Sprintf("%d.csv", i), text: "x"}
	}
	if status, body, _ := h.send(many...); status != http.StatusRequestEntityTooLarge {
		t.Errorf("too many files are answered %d: %s", status, text(body))
	}
}

func TestTheMappingEditorBoundsWhatItIsTold(t *testing.T) {
	h := open(t, measuringtest.Empty(t)).enter()
	link := strings.Split(href(t, h.page(h.brings(file{name: "a.csv", text: "Tag;Wer;Betrag\n2025-01-01;Acme;1\n"})), "a[data-map]"), "?")[0]
	for query, want := range map[string]int{"?table=9": http.StatusNotFound, "?table=-1": http.StatusNotFound, "?encoding=ebcdic": http.StatusBadRequest,
		"?delimiter=x": http.StatusBadRequest, "?header=99999": http.StatusOK, "?header=x": http.StatusOK, "?delimiter=%3B": http.StatusOK} {
		if status, _, _ := h.get(link + query); status != want {
			t.Errorf("%s is answered %d", query, status)
		}
	}
	for _, name := range []string{"..%2Fstate", "%2e%2e", "nothing", ".hidden"} {
		if status, _, _ := h.get("/mappings/" + name); status != http.StatusNotFound {
			t.Errorf("the mapping %s is answered %d", name, status)
		}
	}
}

// Once all of an upload has come in, its files are taken away; of what was left
// out, or did not come in, nothing is, until nobody has looked at it for a week.
func TestUploadsAreTakenAwayOnceTheyAreInOrGivenUp(t *testing.T) {
	b := measuringtest.Empty(t)
	h := open(t, b).enter()
	uploads := func() (ids []string) {
		entries, err := os.ReadDir(filepath.Join(b.Dir, "uploads"))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		for _, e := range entries {
			ids = append(ids, e.Name())
		}
		return ids
	}
	const customers = "customer_id,name,segment,industry,country,internal,kind,value,from,until\na,Acme,,,,,account,1,,\n"
	commit := func(form url.Values) (left []string) {
		t.Helper()
		status, _, header := h.post("/uploads/"+uploads()[0], form)
		if status != http.StatusSeeOther {
			t.Fatal(status)
		}
		at := header.Get("Location")
		for open := strings.HasPrefix(at, "/jobs/"); open; {
			_, body, _ := h.get(at)
			open = len(find(t, body, "#job[data-job]")) > 0
		}
		return uploads()
	}
	bring := func(name, content string) {
		t.Helper()
		if status, body := h.bring("/imports", name, content); status != http.StatusSeeOther {
			t.Fatalf("%d %s", status, text(body))
		}
	}

	bring("customers.csv", customers)
	if left := commit(url.Values{"kind": {"customers"}}); len(left) != 0 {
		t.Errorf("after the import %v stays", left)
	}
	bring("customers.csv", customers)
	if left := commit(url.Values{"discard": {"yes"}}); len(left) != 0 {
		t.Errorf("thrown away, %v stays", left)
	}
	bring("customers.csv", "customer_id,name\n")
	if left := commit(url.Values{"kind": {"customers"}}); len(left) != 1 {
		t.Errorf("after an import that failed %v stays", left)
	}
	kept := uploads()[0]
	old := time.Now().AddDate(0, 0, -8)
	foreign := filepath.Join(b.Dir, "uploads", "notes")
	if err := os.Mkdir(foreign, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(b.Dir, "uploads", kept), foreign} {
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	h.page("/uploads/" + kept) // somebody looks at it again
	bring("customers.csv", customers)
	if !slices.Contains(uploads(), kept) {
		t.Error("what somebody looked at just now is taken away")
	}
	if err := os.Chtimes(filepath.Join(b.Dir, "uploads", kept), old, old); err != nil {
		t.Fatal(err)
	}
	bring("customers.csv", customers)
	if left := uploads(); slices.Contains(left, kept) || !slices.Contains(left, "notes") || len(left) != 3 {
		t.Errorf("after a week %v stays, of %s", left, kept)
	}
}

// Opportunities come in by the browser as they do on the command line, beside
// books that came with them.
func TestAPipelineComesInByTheBrowser(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	preview := h.brings(file{"files", "ace.csv", "Opportunity ID,Customer Company Name,Customer Website,Stage,Target Close Date,Delivery Model,Estimated AWS Monthly Recurring Revenue\n" +
		"O1,Acme Ltd,acme.com,Committed,2026-03-31,Managed Services,\"12,500\"\n"})
	if page := h.page(preview); !strings.Contains(page, `value="pipeline"`) {
		t.Fatal("the kind is not offered")
	}
	if shown := text(h.page(h.commit(preview, "pipeline"))); !strings.Contains(shown, "ace.csv") || !strings.Contains(shown, "pipeline") {
		t.Errorf("the batch shows %s", shown)
	}
	if seen := text(h.page("/customers/a")); !strings.Contains(seen, "12,500") {
		t.Errorf("the customer's page does not show the opportunity: %s", seen)
	}
}
