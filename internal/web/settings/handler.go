// Package settings is what figures rest on besides the books: settings,
// definitions, references, rates, offerings, rules. Each can be read by who sees
// the books, and changed by who may.
//
// It owns those pages. What a change is and who may make it, the jobs in
// internal/flow say; the same jobs serve the command line.
package settings

import (
	"context"
	"net/http"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/progress"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
	"github.com/sevenfold/sevenfold/internal/flow/categorising"
	"github.com/sevenfold/sevenfold/internal/flow/configuring"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/web/answer"
)

// Actions of the audit log.
const (
	ActionChange          = "settings.change"
	ActionReferences      = "references.replace"
	ActionReferencesReset = "references.reset"
	ActionDefine          = "definition.save"
	ActionUndefine        = "definition.remove"
	ActionOffering        = "offering.save"
	ActionRetire          = "offering.retire"
	ActionOfferings       = "offering.import"
)

// Handler shows settings and takes changes.
type Handler struct {
	Settings *configuring.Settings
	Assessor *assessing.Assessor
	Desk     *answer.Desk
	Importer *importing.Importer
	Uploads  string // folder for files that browsers bring
	// Did writes to the audit log what was tried, and gives its outcome back.
	Did func(ctx context.Context, r *http.Request, action, subject string, outcome error) error

	// Categorising gives the job that knows the rules of classification.
	Categorising func(ctx context.Context, actor string, report progress.Func) (*categorising.Categoriser, error)

	cataloguing sync.Mutex // one change of the catalogue at a time: each is of the whole

	evaluating sync.Mutex
	evaluated  categorising.Evaluation // of the classifier when somebody last asked
}

// give answers with a file to be kept.
func give(w http.ResponseWriter, kind, name string, data []byte) error {
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err := w.Write(data)
	return err
}

func parseForm(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.KindInvalid, "web.form_unreadable").Because(err)
	}
	return nil
}
