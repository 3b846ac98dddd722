package web

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// laughs is a text type definition whose one word stands for a thousand million.
func laughs(root string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "lol">`)
	for i := range 9 {
		n, before := string(rune('1'+i)), string(rune('0'+i))
		b.WriteString("<!ENTITY a" + n + ` "` + strings.Repeat("&a"+before+";", 10) + `">`)
	}
	b.WriteString("]>" + root)
	return b.String()
}

// packed makes an archive of names and texts in turn.
func packed(t *testing.T, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// workbook makes a workbook of one sheet.
func workbook(t *testing.T, sheet string) string {
	t.Helper()
	const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	const rels = "http://schemas.openxmlformats.org/package/2006/relationships"
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return packed(t,
		"[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels", `<?xml version="1.0"?><Relationships xmlns="`+rels+`"><Relationship Id="r1" Type="`+office+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<?xml version="1.0"?><workbook xmlns="`+main+`" xmlns:r="`+office+`"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<?xml version="1.0"?><Relationships xmlns="`+rels+`"><Relationship Id="r1" Type="`+office+`/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", sheet)
}

// No way in unpacks what comes to far more than it is, and none takes a file's name
// for a way out of its folder.
func TestEveryWayInRefusesBombsAndWaysOut(t *testing.T) {
	zeros := strings.Repeat("\x00", 128<<20)
	hostile := map[string]string{
		"bomb.zip":  packed(t, "lines.csv", zeros),
		"bomb.xlsx": packed(t, "[Content_Types].xml", zeros, "xl/workbook.xml", zeros),
		"xml.xlsx":  workbook(t, laughs(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData></worksheet>`)),
		"ubl.xml":   laughs(`<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>&a9;</ID></Invoice>`),
	}
	zeros = ""
	h := open(t, measuringtest.Empty(t)).enter()
	routes := map[string]bool{}
	for _, route := range h.server.Routes() {
		routes[route.Pattern] = true
	}
	for _, path := range []string{"/imports", "/moves/import", "/regions", "/settings/offerings/import", "/settings/references"} {
		if !routes["POST "+path] {
			t.Errorf("nothing is brought to %s", path)
		}
		for name, content := range hostile {
			field := "file"
			if path == "/imports" {
				field = "files"
			}
			status, body, header := h.uploadAs(path, field, name, content)
			at := header.Get("Location")
			if status == http.StatusSeeOther {
				_, body, _ = h.get(at)
			}
			if status >= http.StatusInternalServerError || status == http.StatusOK || strings.Contains(body, strings.Repeat("lol", 100)) {
				t.Errorf("%s takes %s: %d", path, name, status)
			}
			if path == "/imports" && strings.HasPrefix(name, "bomb") && !strings.Contains(body, "source.bomb") {
				t.Errorf("%s is not refused as what it is: %s", name, text(body))
			}
			// What is not known for what it is may be called invoices: nothing comes of it.
			if path == "/imports" {
				if _, _, header := h.post(at, url.Values{"kind": {"services"}}); header.Get("Location") != "" {
					h.get(header.Get("Location") + "/events") // to its end
				}
				if empty, err := h.books.Importer.IsEmpty(access.With(t.Context(), access.Local())); err != nil || !empty {
					t.Fatalf("%s came in: %v", name, err)
				}
			}
		}
		for _, name := range []string{"../../evil.csv", `..\..\evil.csv`, "/../../evil.yaml"} {
			if status, body, _ := h.uploadAs(path, map[bool]string{true: "files", false: "file"}[path == "/imports"], name, "evil\n"); status >= http.StatusInternalServerError {
				t.Errorf("%s answers %s with %d: %s", path, name, status, text(body))
			}
		}
	}
	err := filepath.WalkDir(filepath.Dir(h.books.Dir), func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.Contains(d.Name(), "evil") && !strings.HasPrefix(path, filepath.Join(h.books.Dir, "uploads")+string(filepath.Separator)) {
			t.Errorf("%s left the folder of uploads", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
