package source_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
)

func write(t *testing.T, path string, content []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func gz(content string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, content)
	_ = w.Close()
	return b.Bytes()
}

func zst(content string) []byte {
	w, _ := zstd.NewWriter(nil)
	return w.EncodeAll([]byte(content), nil)
}

// zipped takes name, content, name, content ...
func zipped(pairs ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		f, _ := w.Create(pairs[i])
		_, _ = io.WriteString(f, pairs[i+1])
	}
	_ = w.Close()
	return b.Bytes()
}

func expand(t *testing.T, limits source.Limits, paths ...string) ([]source.Entry, error) {
	t.Helper()
	limits.TempDir = t.TempDir()
	entries, err := source.Expand(context.Background(), paths, limits)
	left, _ := os.ReadDir(limits.TempDir)
	if len(left) > 0 {
		t.Errorf("%d temporary copies left", len(left))
	}
	return entries, err
}

func content(t *testing.T, e source.Entry) (string, error) {
	t.Helper()
	s, err := e.Open()
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(s)
	if cerr := s.Close(); cerr != nil {
		t.Errorf("close: %v", cerr)
	}
	return string(b), err
}

func TestEveryPackingGivesTheSameContent(t *testing.T) {
	const csv = "a,b\n1,2\n"
	// bzip2 of the same text; the standard library cannot write it.
	const bz = "\x42\x5a\x68\x39\x31\x41\x59\x26\x53\x59\xbf\x87\x40\x7f\x00\x00\x03\x59\x00\x00\x10\x00\x04\x30\x00\x30\x00\x20\x00\x30\xc0\x08\x69\xb2\x88\x23\x27\x8b\xb9\x22\x9c\x28\x48\x5f\xc3\xa0\x3f\x80"
	inner := zipped("x/inner.csv", csv)
	tests := []struct {
		name, file string
		packed     []byte
		member     string
	}{
		{"plain", "a.csv", []byte(csv), ""},
		{"gzip", "a.csv.gz", gz(csv), ""},
		{"gzip under a wrong name", "a.csv", gz(csv), ""},
		{"two gzip members in a row", "a.csv.gz", append(gz("a,b\n"), gz("1,2\n")...), ""},
		{"plain under the name of a gzip", "a.csv.gz", []byte(csv), ""},
		{"bzip2", "a.csv.bz2", []byte(bz), ""},
		{"zstd", "a.csv.zst", zst(csv), ""},
		{"zip", "a.zip", zipped("a.csv", csv), "a.csv"},
		{"gzip in zip", "a.zip", zipped("a.csv.gz", string(gz(csv))), "a.csv.gz"},
		{"zstd in zip", "a.zip", zipped("a.csv.zst", string(zst(csv))), "a.csv.zst"},
		{"zip in zip", "a.zip", zipped("deep/inner.zip", string(inner)), "deep/inner.zip!x/inner.csv"},
		{"zip with backslashes", "a.zip", zipped(`books\a.csv`, csv), "books/a.csv"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, filepath.Join(t.TempDir(), tt.file), tt.packed)
			entries, err := expand(t, source.Limits{}, path)
			if err != nil {
				t.Fatal(err)
			}
			if len(entries) != 1 || entries[0].Member != tt.member || entries[0].Path != path || entries[0].Kind != source.KindText {
				t.Fatalf("entries %+v", entries)
			}
			got, err := content(t, entries[0])
			if err != nil || got != csv {
				t.Errorf("content %q, %v", got, err)
			}
		})
	}
}

func TestFoldersAreReadInOrderWithoutHiddenFiles(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"b/2.csv", "a.csv", "b/10.csv", ".hidden/x.csv", "b/.DS_Store", "b/~$book.xlsx"} {
		write(t, filepath.Join(root, name), []byte("x,y\n"))
	}
	write(t, filepath.Join(root, "c.zip"), zipped("__MACOSX/._m.csv", "x", "dir/", "", "m.csv", "p,q\n", ".s", "x"))
	if err := os.Symlink(filepath.Join(root, "a.csv"), filepath.Join(root, "link.csv")); err != nil {
		t.Skip(err)
	}
	entries, err := expand(t, source.Limits{}, root, filepath.Join(root, "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, strings.TrimPrefix(e.Name(), root+"/"))
	}
	if diff := cmp.Diff([]string{"a.csv", "b/10.csv", "b/2.csv", "c.zip!m.csv"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFolderNamedByALinkKeepsItsName(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "real", "a.csv"), []byte("x\n"))
	link := filepath.Join(root, "link")
	if err := os.Symlink(filepath.Join(root, "real"), link); err != nil {
		t.Skip(err)
	}
	entries, err := expand(t, source.Limits{}, link)
	if err != nil || len(entries) != 1 || entries[0].Path != filepath.Join(link, "a.csv") {
		t.Errorf("%+v, %v", entries, err)
	}
}

func TestALinkIntoAHiddenFolderIsRead(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "..data", "a.csv"), []byte("x\n"))
	if err := os.Symlink(filepath.Join("..data", "a.csv"), filepath.Join(root, "a.csv")); err != nil {
		t.Skip(err)
	}
	entries, err := expand(t, source.Limits{}, root)
	if err != nil || len(entries) != 1 || entries[0].Path != filepath.Join(root, "a.csv") {
		t.Errorf("%+v, %v", entries, err)
	}
}

func TestGlobsAndNamesWithBrackets(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "bill-1.csv"), []byte("x\n"))
	write(t, filepath.Join(root, "bill-2.csv"), []byte("x\n"))
	bracket := write(t, filepath.Join(root, "other [1].csv"), []byte("x\n"))
	entries, err := expand(t, source.Limits{}, filepath.Join(root, "bill-*.csv"), bracket)
	if err != nil || len(entries) != 3 || entries[2].Path != bracket {
		t.Errorf("%+v, %v", entries, err)
	}
}

func TestWhatIsBrokenOrUnsafeIsRefusedByName(t *testing.T) {
	big := gz(strings.Repeat("0", 8<<20))
	small := source.Limits{RatioFreeBytes: 1 << 20, Ratio: 100}
	deep := zipped("c.zip", string(zipped("d.csv", "x\n")))
	encrypted := zipped("a.csv", "secret")
	encrypted[6] |= 1 // the flag in the local header and in the directory
	if i := bytes.Index(encrypted, []byte("PK\x01\x02")); i >= 0 {
		encrypted[i+8] |= 1
	}
	noise := make([]byte, 64<<10)
	for i, s := 0, uint32(1); i < len(noise); i++ {
		s = s*1664525 + 1013904223
		noise[i] = "0123456789,\n"[s>>24%12]
	}
	longGz, longZst, longZip := gz(string(noise)), zst(string(noise)), zipped("a.csv", string(noise))
	corrupt := bytes.Clone(longGz)
	corrupt[len(corrupt)-6] ^= 0xff // the checksum
	tests := []struct {
		name, file string
		packed     []byte
		limits     source.Limits
		code       string
	}{
		{"cut gzip", "a.csv.gz", longGz[:len(longGz)/2], small, "source.truncated"},
		{"gzip cut in its header", "a.csv.gz", longGz[:5], small, "source.truncated"},
		{"empty gzip", "a.csv.gz", nil, small, "source.truncated"},
		{"cut zstd", "a.csv.zst", longZst[:len(longZst)/2], small, "source.truncated"},
		{"cut zip", "a.zip", longZip[:len(longZip)/2], small, "source.truncated"},
		{"wrong checksum", "a.csv.gz", corrupt, small, "source.corrupt"},
		{"gzip bomb", "a.csv.gz", big, small, "source.bomb"},
		{"zip bomb", "a.zip", zipped("a.csv", strings.Repeat("0", 8<<20)), small, "source.bomb"},
		{"gzip bomb in a zip", "a.zip", zipped("a.gz", string(big)), small, "source.bomb"},
		{"one entry too large", "a.csv", noise, source.Limits{EntryBytes: 1000}, "source.bomb"},
		{"too many members", "a.zip", zipped("a", "x", "b", "x", "c", "x"), source.Limits{Members: 2}, "source.bomb"},
		{"too many entries", "a.zip", zipped("a", "x", "b", "x", "c", "x"), source.Limits{Entries: 2}, "source.too_many"},
		{"nested archive too large", "a.zip", zipped("b.zip", string(longZip)), source.Limits{NestedBytes: 1000}, "source.bomb"},
		{"three archives deep", "a.zip", zipped("b.zip", string(deep)), small, "source.archive_nested"},
		{"zip in gzip", "a.zip.gz", gz(string(deep)), small, "source.archive_nested"},
		{"member that climbs", "a.zip", zipped("../../etc/passwd", "x"), small, "source.archive_unsafe"},
		{"member that climbs with backslashes", "a.zip", zipped(`..\x.csv`, "x"), small, "source.archive_unsafe"},
		{"member with a root", "a.zip", zipped("/etc/passwd", "x"), small, "source.archive_unsafe"},
		{"member with a drive", "a.zip", zipped(`C:\x.csv`, "x"), small, "source.archive_unsafe"},
		{"password", "a.zip", encrypted, small, "source.archive_encrypted"},
		{"nothing in it", "a.zip", zipped(), small, "source.nothing_found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, filepath.Join(t.TempDir(), tt.file), tt.packed)
			entries, err := expand(t, tt.limits, path)
			for _, e := range entries {
				if err == nil {
					_, err = content(t, e)
				}
			}
			f, ok := fault.As(err)
			if !ok || f.Code != tt.code {
				t.Fatalf("got %v, want %s", err, tt.code)
			}
			if tt.code != "source.too_many" && !strings.HasPrefix(f.Place.File, path) {
				t.Errorf("the fault does not name the file: %+v", f)
			}
		})
	}
}

func TestMissingThingsAreNamed(t *testing.T) {
	empty := t.TempDir()
	outside := write(t, filepath.Join(t.TempDir(), "secret.csv"), []byte("x\n"))
	linked := t.TempDir()
	if err := os.Symlink(outside, filepath.Join(linked, "a.csv")); err != nil {
		t.Skip(err)
	}
	for path, code := range map[string]string{
		filepath.Join(empty, "no.csv"): "source.not_found",
		filepath.Join(empty, "*.csv"):  "source.nothing_found",
		filepath.Join(empty, "[.csv"):  "source.glob_malformed",
		empty:                          "source.nothing_found",
		linked:                         "source.symlink_escape",
	} {
		if _, err := expand(t, source.Limits{}, path); fault.CodeOf(err) != code {
			t.Errorf("%s: got %v, want %s", path, err, code)
		}
	}
}

func TestKindIsDecidedByContent(t *testing.T) {
	tests := map[source.Kind][]byte{
		source.KindEmpty:   {},
		source.KindText:    []byte("{a},b\n"),
		source.KindJSON:    []byte("\xef\xbb\xbf{\n \"a\": 1}"),
		source.KindXML:     []byte("\n<Invoice xmlns=\"x\"></Invoice>"),
		source.KindParquet: []byte("PAR1\x15\x04"),
		source.KindPDF:     []byte("%PDF-1.7"),
		source.KindXLS:     []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00"),
		source.KindBinary:  {0, 1, 2, 3, 4, 5, 6, 7},
		source.KindXLSX:    zipped("[Content_Types].xml", "<Types/>", "xl/workbook.xml", "<workbook/>"),
	}
	for kind, bytes := range tests {
		path := write(t, filepath.Join(t.TempDir(), "file.csv"), bytes)
		entries, err := expand(t, source.Limits{}, path)
		if err != nil || len(entries) != 1 || entries[0].Kind != kind {
			t.Errorf("%s: %+v, %v", kind, entries, err)
		}
	}
}

func TestSHA256IsOfTheFileOnDisk(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "a.csv"), []byte("abc"))
	got, err := source.Entry{Path: path, Member: "ignored.csv"}.SHA256(context.Background())
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (source.Entry{Path: path}).SHA256(ctx); err == nil {
		t.Error("a cancelled context did not stop the hash")
	}
}

func TestConsumedEndsAtTheSizeOfTheFile(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "a.csv.gz"), gz(strings.Repeat("1,2\n", 1000)))
	s, err := source.Entry{Path: path}.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	_, _ = io.Copy(io.Discard, s)
	if info, _ := os.Stat(path); s.Consumed() != info.Size() {
		t.Errorf("consumed %d of %d", s.Consumed(), info.Size())
	}
}

func FuzzArchive(f *testing.F) {
	f.Add(zipped("a.csv", "a,b\n1,2\n"))
	f.Add(zipped("b.zip", string(zipped("a.csv", "a,b\n"))))
	f.Add(gz("a,b\n"))
	f.Add(zst("a,b\n"))
	f.Fuzz(func(t *testing.T, packed []byte) {
		path := filepath.Join(t.TempDir(), "a")
		if err := os.WriteFile(path, packed, 0o600); err != nil {
			t.Fatal(err)
		}
		limits := source.Limits{EntryBytes: 1 << 20, RatioFreeBytes: 1 << 16, NestedBytes: 1 << 20, TempDir: t.TempDir()}
		entries, err := source.Expand(context.Background(), []string{path}, limits)
		for _, e := range entries {
			if s, oerr := e.Open(); oerr == nil {
				n, rerr := io.Copy(io.Discard, s)
				if n > limits.EntryBytes {
					t.Fatalf("%d bytes came out", n)
				}
				err = rerr
				_ = s.Close()
			}
		}
		if err != nil && fault.CodeOf(err) == "internal" {
			t.Fatal(fmt.Errorf("not a fault: %w", err))
		}
	})
}
