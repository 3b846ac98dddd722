package cli

import (
	"archive/zip"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// pack makes a ZIP archive: `pack books.zip FILE...`.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: pack ARCHIVE file...")
	}
	out, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	archive := zip.NewWriter(out)
	for _, name := range args[1:] {
		member, err := archive.Create(name)
		ts.Check(err)
		_, err = member.Write([]byte(ts.ReadFile(name)))
		ts.Check(err)
	}
	ts.Check(archive.Close())
	ts.Check(out.Close())
}
