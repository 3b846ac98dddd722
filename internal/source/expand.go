package source

import (
	"bufio"
	"compress/bzip2"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zip"

	"github.com/sevenfold/sevenfold/internal/core/fault"
)

// Expand turns what a user names (files, globs, folders) into entries: what is
// named comes in the order given, a folder's files sorted by path, an archive's
// members in the archive's order. A file reached twice counts once. Hidden files
// in folders and archives are skipped. It opens every file far enough to know
// its kind, so a file that was cut off in its first bytes is found here.
func Expand(ctx context.Context, paths []string, limits Limits) (_ []Entry, err error) {
	defer fault.Wrap(&err, "source.Expand(%q)", paths)
	x := expansion{ctx: ctx, limits: limits.withDefaults(), seen: map[string]bool{}}
	for _, p := range paths {
		if err := x.named(p); err != nil {
			return nil, err
		}
	}
	return x.entries, nil
}

type expansion struct {
	ctx     context.Context
	limits  Limits
	seen    map[string]bool
	repeats int // files reached once more
	entries []Entry
}

// named takes one argument. A path that exists is never read as a pattern, so
// that "bill [1].csv" can be named.
func (x *expansion) named(p string) error {
	before := len(x.entries) + x.repeats
	info, err := os.Stat(p)
	switch {
	case err == nil && info.IsDir():
		err = x.folder(p)
	case err == nil:
		err = x.file(p)
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(p, "*?["):
		err = x.glob(p)
	default:
		return unreadable(p, err)
	}
	if err == nil && len(x.entries)+x.repeats == before {
		return fault.New(fault.KindNotFound, "source.nothing_found").With("path", p).At(fault.Place{File: p})
	}
	return err
}

func (x *expansion) glob(pattern string) error {
	matches, err := filepath.Glob(pattern)
	if err != nil {
		return fault.New(fault.KindInvalid, "source.glob_malformed").With("path", pattern).Because(err)
	}
	if len(matches) == 0 {
		return fault.New(fault.KindNotFound, "source.nothing_found").With("path", pattern).At(fault.Place{File: pattern})
	}
	slices.Sort(matches)
	for _, m := range matches {
		info, err := os.Stat(m)
		switch {
		case err != nil:
			return unreadable(m, err)
		case info.IsDir():
			err = x.folder(m)
		case !isHidden(filepath.Base(m)):
			err = x.file(m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// folder walks down. A link inside the folder is refused when its target is
// outside, and skipped when the walk meets the target itself.
func (x *expansion) folder(root string) error {
	resolved, err := filepath.EvalSymlinks(root)
	if err != nil {
		return unreadable(root, err)
	}
	// The separator makes a folder that was named by a link be entered.
	start := strings.TrimSuffix(root, string(filepath.Separator)) + string(filepath.Separator)
	return filepath.WalkDir(start, func(p string, d fs.DirEntry, err error) error {
		if err == nil {
			err = x.ctx.Err()
		}
		switch {
		case err != nil:
			return unreadable(p, err)
		case p == start:
			return nil
		case isHidden(d.Name()) && d.IsDir():
			return filepath.SkipDir
		case d.IsDir(), isHidden(d.Name()):
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			return x.link(p, resolved)
		case !d.Type().IsRegular():
			return nil
		}
		return x.file(p)
	})
}

// link decides about a link below a folder. A target that the walk leaves out
// because it is hidden is read through the link: mounted volumes look like that.
func (x *expansion) link(p, root string) error {
	target, err := filepath.EvalSymlinks(p)
	if err != nil {
		return unreadable(p, err)
	}
	rel, err := filepath.Rel(root, target)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return fault.New(fault.KindInvalid, "source.symlink_escape").With("path", p).With("target", target).At(fault.Place{File: p})
	}
	info, err := os.Stat(target)
	if err != nil {
		return unreadable(p, err)
	}
	if hidden := slices.ContainsFunc(strings.Split(rel, string(filepath.Separator)), isHidden); hidden && info.Mode().IsRegular() {
		return x.file(p)
	}
	return nil
}

// isHidden: dot files, and the lock files that Excel leaves beside a workbook.
func isHidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
}

func (x *expansion) file(p string) error {
	if err := x.ctx.Err(); err != nil {
		return err
	}
	key, err := filepath.Abs(p)
	if err != nil {
		return unreadable(p, err)
	}
	if x.seen[key] {
		x.repeats++
		return nil
	}
	x.seen[key] = true
	f, err := openFile(p)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return unreadable(p, err)
	}
	head := make([]byte, 4)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return unreadable(p, err)
	}
	e := Entry{Path: p, SizeBytes: info.Size(), limits: x.limits}
	if !isZip(head[:n]) {
		return x.add(e)
	}
	archive, err := openArchive(f, p, x.limits)
	if err != nil {
		return err
	}
	if isWorkbook(archive) {
		e.Kind = KindXLSX
		return x.append(e)
	}
	return x.archive(archive, e)
}

// archive adds the members of an archive; one archive inside it is opened too.
func (x *expansion) archive(r *zip.Reader, parent Entry) error {
	for i, m := range r.File {
		name, err := memberName(m, parent.Name())
		if err != nil {
			return err
		}
		if skippedMember(m, name) {
			continue
		}
		e := parent
		e.steps = append(append([]int(nil), parent.steps...), i)
		e.SizeBytes = int64(m.UncompressedSize64)
		if e.Member = name; parent.Member != "" {
			e.Member = parent.Member + "!" + name
		}
		if err := x.member(m, e); err != nil {
			return err
		}
	}
	return nil
}

func (x *expansion) member(m *zip.File, e Entry) error {
	rc, err := openMember(m, e.Name())
	if err != nil {
		return err
	}
	head := make([]byte, 4)
	n, err := io.ReadFull(rc, head)
	_ = rc.Close()
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return e.explain(err)
	}
	if !isZip(head[:n]) {
		return x.add(e)
	}
	inner, err := copyArchive(m, e.Path, x.limits)
	if err != nil {
		return err
	}
	defer func() { _ = inner.Close() }()
	archive, err := openArchive(inner.File, e.Name(), x.limits)
	switch {
	case err != nil:
		return err
	case isWorkbook(archive):
		e.Kind = KindXLSX
		return x.append(e)
	case len(e.steps) > 1:
		return fault.New(fault.KindLimit, "source.archive_nested").With("file", e.Name()).At(fault.Place{File: e.Name()})
	}
	return x.archive(archive, e)
}

// add finds out what the content is and appends the entry.
func (x *expansion) add(e Entry) error {
	s, err := e.Open()
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	head, err := bufio.NewReaderSize(s, sniffBytes).Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	e.Compression = s.entry.Compression
	if e.Kind = kindOf(head); isZip(head) {
		// A zip inside gzip: nobody delivers bills so, and a bomb likes it.
		return fault.New(fault.KindLimit, "source.archive_nested").With("file", e.Name()).At(fault.Place{File: e.Name()})
	}
	return x.append(e)
}

func (x *expansion) append(e Entry) error {
	if len(x.entries) >= x.limits.Entries {
		return fault.New(fault.KindLimit, "source.too_many").With("limit", x.limits.Entries)
	}
	x.entries = append(x.entries, e)
	return nil
}

func bzip2Decompressor(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) }
