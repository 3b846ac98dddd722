package assessing_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/access"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/maturity"
	"github.com/sevenfold/sevenfold/internal/core/selfassessment"
	"github.com/sevenfold/sevenfold/internal/flow/assessing"
)

const answers = `# what we think of ourselves
cloud: 800000..1000000
services: "1500000"
build: major
manage: regular
design: regular
depth: two
growth: slow
`

func TestAnswersAreKept(t *testing.T) {
	a := &assessing.Assessor{Dir: t.TempDir()}
	if none, err := a.Answers(context.Background()); err != nil || len(none) != 0 {
		t.Fatalf("%v, %v", none, err)
	}
	given, err := assessing.ParseAnswers("f", []byte(answers))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.SaveAnswers(context.Background(), given); err != nil {
		t.Fatal(err)
	}
	kept, err := a.Answers(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range given {
		got := kept[id]
		if got.Choice != want.Choice || (got.Low == nil) != (want.Low == nil) || got.Low != nil && (!got.Low.Equal(*want.Low) || !got.High.Equal(*want.High)) {
			t.Errorf("%s: %+v, want %+v", id, got, want)
		}
	}
	if files, err := filepath.Glob(filepath.Join(a.Dir, "*")); err != nil || len(files) != 1 || len(kept) != len(given) {
		t.Errorf("%d answers of %d in %v", len(kept), len(given), files)
	}
	self, err := a.Self(context.Background(), kept, "USD", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	if self.Result.Low.Class != maturity.ClassMultiCategory || len(self.Result.Scenarios) != 3 || self.Result.Measured != 0 {
		t.Errorf("%+v", self.Result)
	}
}

func TestBooksStandInPlaceOfAnswersAndDoNotOverwriteThem(t *testing.T) {
	a := &assessing.Assessor{Dir: t.TempDir()}
	given, err := assessing.ParseAnswers("f", []byte(answers))
	if err != nil {
		t.Fatal(err)
	}
	f := figure()
	self, err := a.Self(context.Background(), given, "USD", &f, 12)
	if err != nil {
		t.Fatal(err)
	}
	if m := self.Result.Multiplier; m == nil || m.Low.String() != "3" || m.High.String() != "3" || self.Result.Low.Class != maturity.ClassFocused {
		t.Errorf("%+v", self.Result)
	}
	if err := a.SaveAnswers(context.Background(), self.Answers); err != nil {
		t.Fatal(err)
	}
	kept, err := a.Answers(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, measured := kept[selfassessment.Cloud]; measured || kept[selfassessment.Growth].Choice != "slow" {
		t.Errorf("kept %v", kept)
	}
}

func TestAnswersSayWhereTheyAreWrong(t *testing.T) {
	for text, want := range map[string]struct {
		code string
		row  int64
	}{
		"cloud: 5\nmood: good\n":  {"selfassessment.question", 2},
		"cloud: 5\nbuild: often":  {"selfassessment.choice", 2},
		"growth: slow\ncloud: ''": {"selfassessment.amount", 2},
		"growth: [slow":           {"selfassessment.not_yaml", 1},
	} {
		_, err := assessing.ParseAnswers("f.yaml", []byte(text))
		f, ok := fault.As(err)
		if !ok || f.Code != want.code || f.Place.File != "f.yaml" || f.Place.Row != want.row {
			t.Errorf("%q: %v", text, err)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, assessing.AnswersFile), []byte("build: often"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (&assessing.Assessor{Dir: dir}).Answers(context.Background()); fault.CodeOf(err) != "selfassessment.choice" {
		t.Error(err)
	}
}

func FuzzParseAnswers(f *testing.F) {
	f.Add([]byte(answers))
	f.Add([]byte("cloud: 1e999999999..2\n"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := assessing.ParseAnswers("f", data)
		if err == nil && a.Validate() != nil {
			t.Errorf("%v", a)
		}
	})
}

func TestWhoSeesSomeCustomersOnlySeesNoAnswersOfTheFirm(t *testing.T) {
	a := &assessing.Assessor{Dir: t.TempDir(), Guard: access.Guarded}
	mia := access.With(context.Background(), access.Viewer{Actor: "mia", Role: access.RoleAccountManager})
	ann := access.With(context.Background(), access.Viewer{Actor: "ann", Role: access.RoleAuditor})
	for _, err := range []error{
		second(a.Answers(mia)), second(a.Self(mia, nil, "USD", nil, 0)), a.SaveAnswers(mia, nil), a.SaveAnswers(ann, nil),
	} {
		if fault.KindOf(err) != fault.KindDenied {
			t.Errorf("%v", err)
		}
	}
	if _, err := a.Answers(ann); err != nil {
		t.Error(err)
	}
}

func second[T any](_ T, err error) error { return err }
