package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"
)

// sortedZip writes the parts of a workbook in the order of their names. The
// library takes them from a map, so that the same report would give another
// file each time.
type sortedZip struct {
	w     *zip.Writer
	parts map[string]*bytes.Buffer
}

// Repeatable gives a workbook the same bytes for the same content: hand it to
// excelize.File.SetZipWriter.
func Repeatable(w io.Writer) excelize.ZipWriter {
	return &sortedZip{w: zip.NewWriter(w), parts: map[string]*bytes.Buffer{}}
}

// Create begins a part.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	b := &bytes.Buffer{}
	z.parts[name] = b
	return b, nil
}

// AddFS adds every file of a file system.
func (z *sortedZip) AddFS(fsys fs.FS) error { return z.w.AddFS(fsys) }

// Close writes the parts.
func (z *sortedZip) Close() error {
	for _, name := range slices.Sorted(maps.Keys(z.parts)) {
		part, err := z.w.Create(name)
		if err != nil {
			return err
		}
		if _, err := z.parts[name].WriteTo(part); err != nil {
			return err
		}
	}
	return z.w.Close()
}
