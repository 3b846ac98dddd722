package prose

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// TestKindsAreTold holds the kind right on 90 % of the labelled pages, and
// whether a region matters at all on 95 %, in each language.
func TestKindsAreTold(t *testing.T) {
	r := NewReader(region.Shipped())
	for _, file := range []string{"kinds.en.txt", "kinds.zh.txt", "unseen.kinds.en.txt", "unseen.kinds.zh.txt"} {
		all := examples(t, file)
		right, sided := 0, 0
		met := map[Kind]int{}
		for _, e := range all {
			want := Kind(e.want[0])
			met[want]++
			got := r.Read(e.page)
			if got.Kind == want {
				right++
			} else {
				t.Logf("%s: %q is %s, want %s: %+v", file, e.page.Title, got.Kind, want, got.Reasons)
			}
			if got.Kind.Deployable() == want.Deployable() {
				sided++
			}
			if len(got.Reasons) == 0 {
				t.Errorf("%s: %q is %s without a reason", file, e.page.Title, got.Kind)
			}
		}
		for _, k := range Kinds() {
			if !strings.HasPrefix(file, "unseen") && met[k] < 3 {
				t.Errorf("%s: %d examples of %s", file, met[k], k)
			}
		}
		t.Logf("%s: %d pages, kind right %d, applicability right %d", file, len(all), right, sided)
		if 10*right < 9*len(all) || 20*sided < 19*len(all) {
			t.Errorf("%s: below 90 %% of kinds or 95 %% of applicability", file)
		}
	}
}

func TestAPageThatSaysNothingIsAnswered(t *testing.T) {
	got := NewReader(region.Shipped()).Read(pageOf("x.md", "A note."))
	if !got.Kind.Deployable() {
		t.Errorf("%s", got.Kind)
	}
}
