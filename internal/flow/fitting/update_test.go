package fitting_test

import (
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
)

func TestANewerListChangesWhatIsThereAndIsKept(t *testing.T) {
	dir := t.TempDir()
	was, err := fitting.Catalogue(dir)
	if err != nil || was.Available("bedrock", region.Beijing).State != region.StateUnavailable {
		t.Fatalf("%v", err)
	}
	// A list that speaks of Beijing only: of other regions the older one speaks on.
	text := `{"cn-north-1": {"serviceNames": ["Amazon Bedrock", "Amazon Simple Storage Service (S3)"]}}`
	u, err := fitting.Update(dir, "list.json", []byte(text), "2026-11-22")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, c := range u.Changed {
		found = found || (c.Service == "bedrock" && c.Region == region.Beijing && c.After.State == region.StateAvailable)
		if c.Region != region.Beijing {
			t.Errorf("%s changes in %s", c.Service, c.Region)
		}
	}
	if !found {
		t.Errorf("Bedrock in Beijing is not among %d changes", len(u.Changed))
	}
	is, err := fitting.Catalogue(dir)
	if err != nil || is.Available("bedrock", region.Beijing).State != region.StateAvailable || is.Available("bedrock", "us-east-1").State != region.StateAvailable {
		t.Errorf("the list is not kept: %v", err)
	}
	if _, err := fitting.Update(dir, "list.json", []byte(text), "2026-01-01"); fault.CodeOf(err) != "region.list_older" {
		t.Errorf("an older list: %v", err)
	}
	own := "- {services: [bedrock], regions: [cn-north-1], state: unavailable, title: Tried it, url: \"https://example.org\", date: 2026-11-23}\n"
	if u, err := fitting.Update(dir, "own.yaml", []byte(own), ""); err != nil || len(u.Changed) == 0 {
		t.Errorf("%+v, %v", u, err)
	}
	is, err = fitting.Catalogue(dir)
	if a := is.Available("bedrock", region.Beijing); err != nil || a.State != region.StateUnavailable || a.Reason != region.ReasonOwn {
		t.Errorf("own facts do not decide: %+v, %v", a, err)
	}
}
