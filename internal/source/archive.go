package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/klauspost/compress/zip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

const (
	methodBzip2 = 12
	methodZstd  = 93
	// flagEncrypted is bit 0 of a member's flags.
	flagEncrypted = 1
)

// openArchive reads the directory of a zip and refuses what is unsafe as a
// whole. A file that begins like a zip and has no directory was cut off.
func openArchive(f *os.File, name string, limits Limits) (*zip.Reader, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, unreadable(name, err)
	}
	place := fault.Place{File: name}
	r, err := zip.NewReader(f, info.Size())
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return nil, fault.New(fault.KindInvalid, "source.truncated").With("file", name).At(place).Because(err)
	}
	// An unsafe name is refused member by member, with the member named.
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fault.New(fault.KindInvalid, "source.corrupt").With("file", name).At(place).Because(err)
	}
	if len(r.File) > limits.Members {
		return nil, bomb(name, "members", int64(limits.Members))
	}
	total := uint64(0)
	for _, m := range r.File {
		if m.UncompressedSize64 > uint64(limits.TotalBytes) {
			return nil, bomb(name, "bytes", limits.TotalBytes)
		}
		total += m.UncompressedSize64
	}
	switch {
	case total > uint64(limits.TotalBytes):
		return nil, bomb(name, "bytes", limits.TotalBytes)
	// Members that overlap each other would pass one by one.
	case total > uint64(limits.RatioFreeBytes) && total/uint64(limits.Ratio) > uint64(info.Size()):
		return nil, bomb(name, "ratio", limits.Ratio)
	}
	r.RegisterDecompressor(methodZstd, zstd.ZipDecompressor(zstd.WithDecoderMaxWindow(512<<20)))
	r.RegisterDecompressor(methodBzip2, bzip2Decompressor)
	return r, nil
}

// openMember opens one member, or says why it cannot be read.
func openMember(m *zip.File, name string) (io.ReadCloser, error) {
	place := fault.Place{File: name}
	if m.Flags&flagEncrypted != 0 {
		return nil, fault.New(fault.KindInvalid, "source.archive_encrypted").With("file", name).At(place)
	}
	rc, err := m.Open()
	switch {
	case errors.Is(err, zip.ErrAlgorithm):
		return nil, fault.New(fault.KindInvalid, "source.archive_method").With("file", name).With("method", fmt.Sprint(m.Method)).At(place)
	case err != nil:
		return nil, fault.New(fault.KindInvalid, "source.corrupt").With("file", name).At(place).Because(err)
	}
	return rc, nil
}

// memberName decodes and checks a member's name. Members are never extracted
// under it, yet a name that leaves its folder marks an archive made to harm.
func memberName(m *zip.File, archive string) (string, error) {
	name := m.Name
	if m.NonUTF8 {
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	// Old Windows tools write backslashes as separators.
	name = strings.ReplaceAll(name, `\`, "/")
	clean := path.Clean(name)
	if name == "" || path.IsAbs(clean) || clean == ".." || strings.HasPrefix(clean, "../") ||
		strings.ContainsRune(name, 0) || len(clean) > 1 && clean[1] == ':' {
		return "", fault.New(fault.KindInvalid, "source.archive_unsafe").With("file", archive).With("member", name).
			At(fault.Place{File: archive, Value: name})
	}
	return clean, nil
}

// skippedMember leaves out folders, hidden files and what macOS adds.
func skippedMember(m *zip.File, name string) bool {
	if m.FileInfo().IsDir() || strings.HasSuffix(m.Name, "/") || strings.HasSuffix(m.Name, `\`) {
		return true
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "__MACOSX" || isHidden(part) {
			return true
		}
	}
	return false
}

// isWorkbook tells a spreadsheet from an archive of files.
func isWorkbook(r *zip.Reader) bool {
	types, sheets := false, false
	for _, m := range r.File {
		types = types || m.Name == "[Content_Types].xml"
		sheets = sheets || strings.HasPrefix(m.Name, "xl/")
	}
	return types && sheets
}

// tempFile is removed when it is closed; where the system allows it, its name
// goes at once, so that a killed process leaves nothing.
type tempFile struct{ *os.File }

func (t tempFile) Close() error {
	err := t.File.Close()
	if removed := os.Remove(t.Name()); removed != nil && !errors.Is(removed, os.ErrNotExist) && err == nil {
		err = removed
	}
	return err
}

// copyArchive copies an archive that is a member to a temporary file.
func copyArchive(m *zip.File, outer string, limits Limits) (_ tempFile, err error) {
	member, err := memberName(m, outer)
	if err != nil {
		return tempFile{}, err
	}
	entry := Entry{Path: outer, Member: member}
	name := entry.Name()
	if m.UncompressedSize64 > uint64(limits.NestedBytes) {
		return tempFile{}, bomb(name, "nested", limits.NestedBytes)
	}
	rc, err := openMember(m, name)
	if err != nil {
		return tempFile{}, err
	}
	defer func() { _ = rc.Close() }()
	f, err := os.CreateTemp(limits.TempDir, "sevenfold-archive-*.zip")
	if err != nil {
		return tempFile{}, unreadable(limits.TempDir, err)
	}
	_ = os.Remove(f.Name()) // refused where open files cannot be unlinked; Close removes it then
	t := tempFile{f}
	n, err := io.Copy(f, io.LimitReader(rc, limits.NestedBytes+1))
	var system *fs.PathError
	switch {
	case err == nil && n <= limits.NestedBytes:
		return t, nil
	case err == nil:
		err = bomb(name, "nested", limits.NestedBytes)
	case errors.As(err, &system) && system.Path == f.Name():
		err = unreadable(limits.TempDir, err) // the copy could not be written
	default:
		err = entry.explain(err)
	}
	_ = t.Close()
	return tempFile{}, err
}
