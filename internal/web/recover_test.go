package web

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/flow/importing"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// Invented books that were half in when the server was killed are taken back when
// it starts again, and the workspace greets as before. Books of one's own stay.
func TestInventedBooksThatWereHalfInAreTakenBack(t *testing.T) {
	b := measuringtest.Empty(t)
	made := filepath.Join(b.Dir, "uploads", "MADEMADEMADEMADEMADEMADEMA")
	if err := os.MkdirAll(made, 0o700); err != nil {
		t.Fatal(err)
	}
	line := func(number string) string {
		return "invoice_number,issue_date,customer_name,currency,net\n" + number + ",2025-01-10,Acme,USD,300\n"
	}
	for name, text := range map[string]string{"lines.csv": line("I-1"), ".unfinished": ""} {
		if err := os.WriteFile(filepath.Join(made, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx := access.With(t.Context(), access.Local())
	if _, err := b.Importer.Services(ctx, importing.ServicesInput{Paths: []string{filepath.Join(made, "lines.csv")}, MaxRejectShare: money.One}); err != nil {
		t.Fatal(err)
	}
	h := open(t, b).enter()
	if empty, err := b.Importer.IsEmpty(ctx); err != nil || !empty {
		t.Fatalf("after a start the invented books still count: %v", err)
	}
	if _, err := os.Stat(made); !os.IsNotExist(err) {
		t.Errorf("their folder stays: %v", err)
	}
	if page := h.page("/"); !strings.Contains(page, "/welcome/demo") {
		t.Errorf("the workspace does not greet: %s", text(page))
	}
	status, _, header := h.post("/welcome/demo", nil)
	if status != http.StatusSeeOther {
		t.Fatalf("starting again is answered %d", status)
	}
	h.get(header.Get("Location") + "/events") // to its end
	if left, err := filepath.Glob(filepath.Join(b.Dir, "uploads", "*", ".unfinished")); err != nil || len(left) > 0 {
		t.Errorf("whole books are marked as unfinished: %v %v", left, err)
	}
	if empty, err := b.Importer.IsEmpty(ctx); err != nil || empty {
		t.Fatalf("starting again brings nothing in: %v", err)
	}
	// The next start leaves whole books alone.
	if _, err := New(h.server.Options); err != nil {
		t.Fatal(err)
	}
	if empty, err := b.Importer.IsEmpty(ctx); err != nil || empty {
		t.Fatalf("a start takes whole books back: %v", err)
	}
}
