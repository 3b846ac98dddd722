package imports

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// mostFiles is how many files one upload may have.
const mostFiles = 500

// uploadID is what an upload is called: nothing that could lead out of the
// folder.
var uploadID = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// Upload answers POST /imports: it keeps the files and shows what they are.
func (h *Handler) Upload(w http.ResponseWriter, r *http.Request, _ *visit.Visit) error {
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
	http.Redirect(w, r, "/uploads/"+id, http.StatusSeeOther)
	return nil
}

// receive writes the files of a form to a folder, each as it comes.
func receive(r *http.Request, dir string) (n int, err error) {
	form, err := r.MultipartReader()
	if err != nil {
		return 0, fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return 0, unwritable(dir, err)
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		name := fileName(part)
		if name == "" {
			continue
		}
		if n++; n > mostFiles {
			return n, fault.New(fault.KindLimit, "web.upload_many").With("limit", mostFiles)
		}
		if err := keep(part, filepath.Join(dir, name)); err != nil {
			return n, err
		}
	}
}

// fileName is the name of a part without any way to it; a part that is no file,
// or whose name would hide it, has none.
func fileName(part *multipart.Part) string {
	name := part.FileName()
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if strings.HasPrefix(name, ".") || strings.ContainsRune(name, 0) {
		return ""
	}
	return name
}

// keep never writes over a file: two of one name in an upload are a mistake.
func keep(from io.Reader, path string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fault.New(fault.KindInvalid, "web.upload_twice").With("name", filepath.Base(path))
	}
	if err != nil {
		return unwritable(path, err)
	}
	_, err = io.Copy(f, from)
	if cerr := f.Close(); err == nil && cerr != nil {
		err = unwritable(path, cerr)
	}
	return err
}

func unwritable(path string, err error) error {
	return fault.New(fault.KindUnavailable, "web.upload_unwritable").At(fault.Place{File: path}).Because(err)
}

// folder is where an upload's files are. Fault: web.upload_unknown.
func (h *Handler) folder(r *http.Request) (string, error) {
	id := r.PathValue("upload")
	dir := filepath.Join(h.Uploads, id)
	if info, err := os.Stat(dir); !uploadID.MatchString(id) || err != nil || !info.IsDir() {
		return "", fault.New(fault.KindNotFound, "web.upload_unknown")
	}
	return dir, nil
}

// Preview answers GET /uploads/{upload}: what the files are, before they
// count.
func (h *Handler) Preview(w http.ResponseWriter, r *http.Request, v *visit.Visit) error {
	dir, err := h.folder(r)
	if err != nil {
		return err
	}
	p, err := h.Importer.Preview(r.Context(), []string{dir})
	if err != nil {
		return err
	}
	return visit.Show(r.Context(), w, http.StatusOK, previewPage(v, newPreview(v, r.PathValue("upload"), p)))
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
	kind := batch.Kind(r.PostForm.Get("kind"))
	if kind == discard {
		if err := os.RemoveAll(dir); err != nil {
			return unwritable(dir, err)
		}
		http.Redirect(w, r, "/imports", http.StatusSeeOther)
		return nil
	}
	run, err := h.job(kind, dir)
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/jobs/"+h.Jobs.Start(r.Context(), "web.imports.running", run), http.StatusSeeOther)
	return nil
}

// discard stands in place of a kind where the files are not wanted after all.
const discard batch.Kind = "discard"

// kinds are what files can be imported as.
func kinds() []batch.Kind {
	return []batch.Kind{batch.KindBill, batch.KindServices, batch.KindCustomers, batch.KindCategories, batch.KindRates}
}

// job imports a folder as a kind.
func (h *Handler) job(kind batch.Kind, dir string) (func(context.Context, progress.Func) (string, error), error) {
	paths, share := []string{dir}, h.Settings.Config().Rejects.MaxShare
	var do func(context.Context, *importing.Importer) (importing.Result, error)
	roster := importing.RosterInput{Paths: paths, MaxRejectShare: share}
	switch kind {
	case batch.KindBill:
		do = func(ctx context.Context, im *importing.Importer) (importing.Result, error) {
			return im.Bill(ctx, importing.BillInput{Paths: paths, MaxRejectShare: share})
		}
	case batch.KindServices:
		do = func(ctx context.Context, im *importing.Importer) (importing.Result, error) {
			return im.Services(ctx, importing.ServicesInput{Paths: paths, MaxRejectShare: share})
		}
	case batch.KindCustomers:
		do = func(ctx context.Context, im *importing.Importer) (importing.Result, error) {
			return im.Customers(ctx, roster)
		}
	case batch.KindCategories:
		do = func(ctx context.Context, im *importing.Importer) (importing.Result, error) {
			return im.Categories(ctx, roster)
		}
	case batch.KindRates:
		do = func(ctx context.Context, im *importing.Importer) (importing.Result, error) {
			r, err := im.Rates(ctx, importing.RatesInput{Paths: paths, MaxRejectShare: share})
			return r.Result, err
		}
	default:
		return nil, fault.New(fault.KindInvalid, "web.choice_unknown").With("value", string(kind))
	}
	return func(ctx context.Context, report progress.Func) (string, error) {
		im := *h.Importer
		im.Progress = report
		r, err := do(ctx, &im)
		return "/imports/" + string(r.Batch.ID), err
	}, nil
}
