package source

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path"
	"strings"

	"github.com/klauspost/compress/zip"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Workbook is an XLSX file as rows of text.
//
// It reads the file's own XML rather than through the library that writes our
// workbooks: a bill's numbers must come out as they are stored, digit by digit,
// and that library hands them over formatted or as binary fractions.
type Workbook struct {
	name    string
	file    io.Closer
	parts   map[string]*zip.File
	sheets  []sheetPart
	strings []string
	dates   []bool // by cell style: whether it shows a date
	epoch   epoch
}

type sheetPart struct {
	name string
	part string
}

// sharedStringsBytes bounds the one part that must be held in memory.
const sharedStringsBytes = 512 << 20

// OpenWorkbook opens an entry of KindXLSX; one inside an archive is copied to a
// temporary file while it is open. The caller closes it.
func OpenWorkbook(ctx context.Context, e Entry) (_ *Workbook, err error) {
	defer fault.Wrap(&err, "source.OpenWorkbook(%s)", e.Name())
	limits := e.limits.withDefaults()
	f, closer, err := randomAccess(ctx, e, limits)
	if err != nil {
		return nil, err
	}
	w := &Workbook{name: e.Name(), file: closer, parts: map[string]*zip.File{}}
	if err := w.open(f, limits); err != nil {
		_ = closer.Close()
		return nil, err
	}
	return w, nil
}

func randomAccess(ctx context.Context, e Entry, limits Limits) (*os.File, io.Closer, error) {
	if e.IsPlain() {
		f, err := openFile(e.Path)
		return f, f, err
	}
	s, err := e.Open()
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = s.Close() }()
	f, err := os.CreateTemp(limits.TempDir, "sevenfold-workbook-*.xlsx")
	if err != nil {
		return nil, nil, unreadable(limits.TempDir, err)
	}
	_ = os.Remove(f.Name()) // as in copyArchive
	t := tempFile{f}
	n, err := io.Copy(f, io.LimitReader(contextReader{ctx, s}, limits.WorkbookBytes+1))
	if err == nil && n > limits.WorkbookBytes {
		err = bomb(e.Name(), "workbook", limits.WorkbookBytes)
	}
	if err != nil {
		_ = t.Close()
		return nil, nil, err
	}
	return f, t, nil
}

func (w *Workbook) open(f *os.File, limits Limits) error {
	limits.TotalBytes = min(limits.TotalBytes, limits.WorkbookBytes)
	archive, err := openArchive(f, w.name, limits)
	if err != nil {
		return err
	}
	for _, m := range archive.File {
		w.parts[strings.TrimPrefix(m.Name, "/")] = m
	}
	if w.parts["EncryptedPackage"] != nil {
		return fault.New(fault.KindInvalid, "source.archive_encrypted").With("file", w.name).At(fault.Place{File: w.name})
	}
	if err := w.readBook(); err != nil {
		return err
	}
	if err := w.readStyles(); err != nil {
		return err
	}
	return w.readStrings()
}

// Close frees the file.
func (w *Workbook) Close() error { return w.file.Close() }

// Sheets are the names of the sheets with cells, in the book's order, hidden
// ones too: a filter's hidden sheet still holds the book's rows.
func (w *Workbook) Sheets() []string {
	names := make([]string, len(w.sheets))
	for i, s := range w.sheets {
		names[i] = s.name
	}
	return names
}

func (w *Workbook) malformed(part string, err error) error {
	return fault.New(fault.KindInvalid, "source.workbook_malformed").With("file", w.name).With("part", part).
		At(fault.Place{File: w.name}).Because(err)
}

// part opens one part of the package; a part that is longer than the directory
// claims is not read past that.
func (w *Workbook) part(name string) (io.ReadCloser, error) {
	m := w.parts[name]
	if m == nil {
		return nil, w.malformed(name, nil)
	}
	return openMember(m, w.name)
}

// decode reads a small part whole.
func (w *Workbook) decode(name string, into any) error {
	rc, err := w.part(name)
	if err != nil {
		return err
	}
	defer func() { _ = rc.Close() }()
	if err := xml.NewDecoder(io.LimitReader(rc, 64<<20)).Decode(into); err != nil {
		return w.malformed(name, err)
	}
	return nil
}

func (w *Workbook) readBook() error {
	var book struct {
		Pr struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		Relationships []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := w.decode("xl/workbook.xml", &book); err != nil {
		return err
	}
	if err := w.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return err
	}
	targets := map[string]string{}
	for _, r := range rels.Relationships {
		if strings.HasSuffix(r.Type, "/worksheet") {
			targets[r.ID] = path.Clean(strings.TrimPrefix(path.Join("/xl", r.Target), "/"))
			if strings.HasPrefix(r.Target, "/") {
				targets[r.ID] = path.Clean(r.Target)[1:]
			}
		}
	}
	if w.epoch = epoch1900; book.Pr.Date1904 == "1" || book.Pr.Date1904 == "true" {
		w.epoch = epoch1904
	}
	for _, s := range book.Sheets {
		for _, a := range s.Attrs {
			if part, ok := targets[a.Value]; ok && a.Name.Local == "id" {
				w.sheets = append(w.sheets, sheetPart{s.Name, part})
			}
		}
	}
	return nil
}

func (w *Workbook) readStyles() error {
	if w.parts["xl/styles.xml"] == nil {
		return nil
	}
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode("xl/styles.xml", &styles); err != nil {
		return err
	}
	own := map[int]string{}
	for _, f := range styles.Formats {
		own[f.ID] = f.Code
	}
	for _, c := range styles.Cells {
		code, custom := own[c.Format]
		w.dates = append(w.dates, custom && showsDate(code) || !custom && builtinDate(c.Format))
	}
	return nil
}

// readStrings reads the shared strings; a rich text's runs are joined, readings
// in phonetic script are left out.
func (w *Workbook) readStrings() error {
	const part = "xl/sharedStrings.xml"
	m := w.parts[part]
	if m == nil {
		return nil
	}
	if m.UncompressedSize64 > sharedStringsBytes {
		return bomb(w.name, "strings", sharedStringsBytes)
	}
	rc, err := w.part(part)
	if err != nil {
		return err
	}
	defer func() { _ = rc.Close() }()
	x := newTokens(rc)
	for {
		start, err := x.start()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return w.malformed(part, err)
		case start.Name.Local != "si":
			continue
		}
		text, err := x.text("si")
		if err != nil {
			return w.malformed(part, err)
		}
		w.strings = append(w.strings, text)
	}
}
