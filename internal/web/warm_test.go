package web

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/flow/measuring/measuringtest"
)

// What is computed ahead must be what pages ask, or it is computed for nothing.
func TestWhatIsComputedAheadIsNotReadAgain(t *testing.T) {
	h := open(t, measuringtest.Sample(t)).enter()
	if err := h.server.warm(access.With(t.Context(), access.Local())); err != nil {
		t.Fatal(err)
	}
	// Without an engine only what is kept can be shown.
	if err := h.books.Measurer.Engine.Close(); err != nil {
		t.Fatal(err)
	}
	page := h.page("/")
	headline := attribute(find(t, page, ".hero a")[0], "href")
	if got := one(t, h.page(headline), "#explained"); !strings.HasPrefix(got, one(t, page, ".hero")) {
		t.Errorf("the headline is %s, explained as %s", one(t, page, ".hero"), got)
	}
	h.page("/explore")
	if status, _, _ := h.get("/explain?cell=cloud&period=2025-01"); status < 500 {
		t.Errorf("what nobody computed is answered with %d: the engine still works", status)
	}
}

func TestNothingIsComputedAheadOfEmptyBooks(t *testing.T) {
	h := open(t, measuringtest.Empty(t))
	if err := h.server.warm(access.With(t.Context(), access.Local())); err != nil {
		t.Error(err)
	}
}
