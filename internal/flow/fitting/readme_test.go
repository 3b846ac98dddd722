package fitting_test

import (
	"context"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/flow/fitting"
)

// The README shows what is said of the template beside the guide.
func TestTheTemplateOfTheReadmeIsJudgedAsItSays(t *testing.T) {
	r, err := checker().Run(context.Background(), fitting.Input{Paths: []string{"../../../docs/howto/site.yaml"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range r.Reports[0].Verdicts {
		if v.Grade != region.GradeModerate || len(v.Available) != 5 || len(v.Unavailable) != 1 || len(v.Unknown) != 0 {
			t.Errorf("%s: %s, %d available, %d unavailable, %d unknown", v.Region, v.Grade, len(v.Available), len(v.Unavailable), len(v.Unknown))
		}
	}
}
