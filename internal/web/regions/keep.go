package regions

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
	"github.com/sevenfold/sevenfold/internal/web/visit"
)

// thing is what somebody brought.
type thing struct {
	id, name string
	data     []byte
}

// ownerFile says who brought a thing: nobody else sees it.
const ownerFile = ".owner"

// thingID is what a thing is called: nothing that could lead out of the folder.
var thingID = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// receive reads the one file of a form.
func receive(w http.ResponseWriter, r *http.Request) (name string, data []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, fitting.MaxBytes+(1<<20))
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, fault.New(fault.KindInvalid, "web.upload_empty")
		}
		if err != nil {
			return "", nil, err
		}
		if name = part.FileName(); name == "" {
			continue
		}
		name = fileName(name)
		data, err = io.ReadAll(part)
		if over := new(http.MaxBytesError); errors.As(err, &over) {
			return name, nil, fitting.TooLarge(name)
		}
		if err == nil && len(data) == 0 {
			err = fault.New(fault.KindInvalid, "web.upload_empty")
		}
		return name, data, err
	}
}

// fileName is the last part of a name, without what would hide it.
func fileName(name string) string {
	name = strings.TrimLeft(name[strings.LastIndexAny(name, `/\`)+1:], ".")
	if name == "" {
		return "file"
	}
	return name
}

// keep writes a thing to a folder of its own. Old ones are swept with the other
// files that browsers brought.
func (h *Handler) keep(v *visit.Visit, name string, data []byte) (id string, err error) {
	id = rand.Text()
	dir := filepath.Join(h.Uploads, id)
	if err = os.MkdirAll(dir, 0o700); err == nil {
		err = errors.Join(os.WriteFile(filepath.Join(dir, ownerFile), []byte(v.Viewer.Actor), 0o600), write(dir, name, data))
	}
	if err != nil {
		return "", fault.New(fault.KindUnavailable, "web.upload_unwritable").At(fault.Place{File: name}).Because(err)
	}
	return id, nil
}

func write(dir, name string, data []byte) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	return errors.Join(root.WriteFile(name, data, 0o600), root.Close())
}

// find gives a thing to who brought it.
func (h *Handler) find(r *http.Request, v *visit.Visit) (thing, error) {
	missing := fault.New(fault.KindNotFound, "region.thing_missing")
	id := r.PathValue("id")
	if !thingID.MatchString(id) {
		return thing{}, missing
	}
	dir := filepath.Join(h.Uploads, id)
	owner, err := os.ReadFile(filepath.Join(dir, ownerFile))
	if err != nil || string(owner) != v.Viewer.Actor {
		return thing{}, missing
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return thing{}, missing.Because(err)
	}
	for _, e := range entries {
		if e.Name() == ownerFile || !e.Type().IsRegular() {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		return thing{id: id, name: e.Name(), data: data}, err
	}
	return thing{}, missing
}
