package imports

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/web/job"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// mostFiles is how many files one upload may have.
const mostFiles = 500

// uploadID is what an upload is called: nothing that could lead out of the
// folder.
var uploadID = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// Upload answers POST /imports: it keeps the files and shows what they are.
func (h *Handler) Upload(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	if err := Sweep(h.Uploads, h.Importer.Now()); err != nil {
		return err
	}
	id := rand.Text()
	dir := filepath.Join(h.Uploads, id)
	n, err := receive(r, dir)
	if err == nil && n == 0 {
		err = fault.New(fault.KindInvalid, "web.upload_empty")
	}
	if err != nil {
		os.RemoveAll(dir) //nolint:errcheck // what stays is a folder nobody names
		return err
	}
	h.touch(id)
	http.Redirect(w, r, "/uploads/"+id, http.StatusSeeOther)
	return nil
}

// receive writes the files of a form to a folder, each as it comes. A field "way"
// says in which folders of the sender the next file lies: what stands beside what
// matters where a manifest names files.
func receive(r *http.Request, dir string) (n int, err error) {
	form, err := r.MultipartReader()
	if err != nil {
		return 0, fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, unwritable(dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return 0, unwritable(dir, err)
	}
	defer root.Close() //nolint:errcheck // every file was closed by itself
	for way := ""; ; {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if part.FormName() == "way" {
			if way, err = wayOf(part); err != nil {
				return n, err
			}
			continue
		}
		name := fileName(part)
		if name == "" {
			continue
		}
		if n++; n > mostFiles {
			return n, fault.New(fault.KindLimit, "web.upload_many").With("limit", mostFiles)
		}
		if folder := path.Dir(way); folder != "." {
			if err := root.MkdirAll(folder, 0o700); err != nil {
				return n, unwritable(dir, err)
			}
			name = path.Join(folder, name)
		}
		if err := keep(part, root, name); err != nil {
			return n, err
		}
		way = ""
	}
}

// Limits of the folders that a browser sends.
const (
	longestWay  = 1000 // bytes
	deepestWay  = 12
	longestName = 255
)

// wayOf reads where a file lies in the folder that was sent. Nothing in it may
// lead out, hide, or mean something else to another system.
func wayOf(from io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(from, longestWay+1))
	if err != nil {
		return "", err
	}
	way := string(text)
	parts := strings.Split(way, "/")
	bad := len(way) > longestWay || len(parts) > deepestWay || !utf8.ValidString(way) || strings.ContainsAny(way, "\\\x00:") || !filepath.IsLocal(way)
	for _, part := range parts {
		bad = bad || part == "" || strings.HasPrefix(part, ".")
	}
	if bad {
		return "", fault.New(fault.KindInvalid, "web.upload_way")
	}
	return way, nil
}

// fileName is the name of a part without any way to it; a part that is no file,
// or whose name would hide it, has none.
func fileName(part *multipart.Part) string {
	name := part.FileName()
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if strings.HasPrefix(name, ".") || strings.ContainsRune(name, 0) || len(name) > longestName || !utf8.ValidString(name) {
		return ""
	}
	return name
}

// keep never writes over a file: two of one name in an upload are a mistake.
func keep(from io.Reader, root *os.Root, name string) (err error) {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fault.New(fault.KindInvalid, "web.upload_twice").With("name", name)
	}
	if err != nil {
		return unwritable(name, err)
	}
	_, err = io.Copy(f, from)
	if cerr := f.Close(); err == nil && cerr != nil {
		err = unwritable(name, cerr)
	}
	return err
}

func unwritable(path string, err error) error {
	return fault.New(fault.KindUnavailable, "web.upload_unwritable").At(fault.Place{File: path}).Because(err)
}

// pathFile stands in the folder of an upload that is no files but a path on this
// machine. Hidden names are not received, so that no browser can bring one.
const pathFile = ".path"

// Path answers POST /imports/path: it looks at files that are on this machine
// already, and copies none.
func (h *Handler) Path(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	full, err := importing.Confine(strings.TrimSpace(r.PostForm.Get("path")), h.Roots)
	if err != nil {
		return err
	}
	id := rand.Text()
	dir := filepath.Join(h.Uploads, id)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritable(dir, err)
	}
	if err := os.WriteFile(filepath.Join(dir, pathFile), []byte(full), 0o600); err != nil {
		return unwritable(dir, err)
	}
	h.touch(id)
	http.Redirect(w, r, "/uploads/"+id, http.StatusSeeOther)
	return nil
}

// folder is the folder of an upload. Fault: web.upload_unknown.
func (h *Handler) folder(r *http.Request) (string, error) {
	id := r.PathValue("upload")
	dir := filepath.Join(h.Uploads, id)
	if info, err := os.Stat(dir); !uploadID.MatchString(id) || err != nil || !info.IsDir() {
		return "", fault.New(fault.KindNotFound, "web.upload_unknown")
	}
	return dir, nil
}

// paths are the files of an upload: those that were brought, or the path that was
// named, if it may still be.
func (h *Handler) paths(r *http.Request) ([]string, error) {
	dir, err := h.folder(r)
	if err != nil {
		return nil, err
	}
	named, err := os.ReadFile(filepath.Join(dir, pathFile))
	if errors.Is(err, os.ErrNotExist) {
		return []string{dir}, nil
	}
	if err != nil {
		return nil, unwritable(dir, err)
	}
	full, err := importing.Confine(string(named), h.Roots)
	return []string{full}, err
}

// Preview answers GET /uploads/{upload}: what the files are, before they
// count.
func (h *Handler) Preview(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	paths, err := h.paths(r)
	if err != nil {
		return err
	}
	h.touch(r.PathValue("upload"))
	p, err := h.Importer.Preview(r.Context(), paths)
	if err != nil {
		return err
	}
	where := ""
	if !strings.HasPrefix(paths[0], h.Uploads) {
		where = paths[0]
	}
	return visit.Show(r.Context(), w, http.StatusOK, previewPage(v, newPreview(v, r.PathValue("upload"), where, p)))
}

// Commit answers POST /uploads/{upload}: it begins the import, or throws the
// files away.
func (h *Handler) Commit(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
	dir, err := h.folder(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	if r.PostForm.Get("discard") != "" {
		if err := os.RemoveAll(dir); err != nil {
			return unwritable(dir, err)
		}
		http.Redirect(w, r, "/imports", http.StatusSeeOther)
		return nil
	}
	paths, err := h.paths(r)
	if err != nil {
		return err
	}
	in := importing.SetsInput{Paths: paths, MaxRejectShare: h.Settings.Config().Rejects.MaxShare}
	for _, said := range r.PostForm["kind"] {
		kind := batch.Kind(said)
		switch {
		case said == leftOut:
			kind = ""
		case !slices.Contains(kinds(), kind):
			return fault.New(fault.KindInvalid, "web.choice_unknown").With("value", said)
		}
		in.Kinds = append(in.Kinds, kind)
	}
	http.Redirect(w, r, "/jobs/"+h.Jobs.Start(r.Context(), "web.imports.running", h.job(in, dir)), http.StatusSeeOther)
	return nil
}

// kinds are what files can be imported as.
func kinds() []batch.Kind {
	return []batch.Kind{batch.KindBill, batch.KindServices, batch.KindCustomers, batch.KindCategories, batch.KindRates, batch.KindPipeline}
}

// job imports sets, and leads to the batch, or to all of them. Once everything of
// an upload has come in, its folder has done its work; what was left out, or did
// not come in, stays for another try.
func (h *Handler) job(in importing.SetsInput, dir string) job.Work {
	return func(ctx context.Context, report progress.Func) (string, error) {
		h.touch(filepath.Base(dir))
		im := *h.Importer
		im.Progress = report
		done, err := im.Sets(ctx, in)
		if err != nil {
			return "", err
		}
		if !slices.Contains(in.Kinds, "") {
			os.RemoveAll(dir) //nolint:errcheck // what stays is swept
		}
		if len(done) == 1 {
			return "/imports/" + string(done[0].Batch.ID), nil
		}
		return "/imports", nil
	}
}
