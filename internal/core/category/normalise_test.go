package category

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/service"
)

func TestTheSameWorkOfAnotherMonthIsOneSubject(t *testing.T) {
	for _, group := range [][]string{
		{"Managed operations January 2025", "MANAGED  operations, 2025-02", "Managed operations (Mar 2025)", "managed operations 31.12.2025",
			"Managed operations Q3 2025", "Managed operations – FY25", "Managed operations INV-2025001"},
		{"云运维服务费 2025年3月", "云运维服务费（2025年12月）", "云运维服务费", "云运维服务费 202504", "云运维服务费 第三季度", "云运维服务费２０２５年度"},
		{"Hosting April", "hosting may 2025", "Hosting 5 May"},
	} {
		for _, text := range group {
			if got, want := Normalise(text), Normalise(group[0]); got != want {
				t.Errorf("%q is %q, not %q", text, got, want)
			}
		}
	}
}

func TestWhatTellsWorkApartStays(t *testing.T) {
	for _, pair := range [][2]string{
		{"Phase 1", "Phase 2"}, {"Support", "Support, weekend"}, {"培训一期", "培训二期"}, {"Managed operations", "Managed database"},
		{"Windows Server 2019", "Windows 10"}, {"March of progress workshop", "Workshop"}, {"Mayfair office design", "Office design"},
	} {
		if Normalise(pair[0]) == Normalise(pair[1]) {
			t.Errorf("%q and %q are one", pair[0], pair[1])
		}
	}
	for _, text := range []string{"2025-01", "January", "3月", "Q1"} {
		if Normalise(text) == "" {
			t.Errorf("%q has nothing left", text)
		}
	}
}

func texts() *rapid.Generator[string] {
	words := rapid.SampledFrom([]string{"Managed", "operations", "2025", "-", "01", "January", "may", "云", "运维", "年", "3月", "月份", "第三季度", "Q1", "/", "1", "12345",
		"é", "ｆｕｌｌ", "½", "\u0301", "\x00", "\u2028", "fy25", "第", "一"})
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(words, 0, 8).Draw(t, "words"), rapid.SampledFrom([]string{"", " ", ", "}).Draw(t, "between"))
	})
}

func TestNormalisingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		once := Normalise(text)
		if twice := Normalise(once); twice != once {
			t.Fatalf("%q became %q, then %q", text, once, twice)
		}
	})
}

func TestAKeyIsTheSubjectWithoutItsDress(t *testing.T) {
	a := Subject{Description: "Managed operations 2025-01", ItemCode: "MNG-01", Project: "Elbe"}
	for _, same := range []Subject{
		{Description: "MANAGED operations, February 2025", ItemCode: "mng 01", Project: "Elbe"},
		{Description: "Managed operations", ItemCode: "MNG-01", Project: "Oder"}, // the project tells nothing more
	} {
		if same.Key() != a.Key() {
			t.Errorf("%+v has another key", same)
		}
	}
	for _, other := range []Subject{
		{Description: "Managed operations", ItemCode: "MNG-02"}, {Description: "Managed operations"},
		{Description: "Managed operations", ItemCode: "MNG-01", AccountCode: "4100"},
	} {
		if other.Key() == a.Key() {
			t.Errorf("%+v has the same key", other)
		}
	}
	if (Subject{Project: "Elbe"}).Key() == (Subject{Project: "Oder"}).Key() {
		t.Error("where only the project tells, it does not")
	}
	if k := (Subject{Description: " - "}).Key(); k != "" {
		t.Errorf("a line that says nothing has the key %s", k)
	}
	if k := a.Key(); len(k) != 17 || k[0] != 'k' {
		t.Errorf("a key is %q", k)
	}
}

func TestTitleIsTheFirstThingThatALineSays(t *testing.T) {
	for want, s := range map[string]Subject{"a": {Description: " a ", Project: "b"}, "b": {Project: "b", ItemCode: "c"}, "c": {ItemCode: "c"}, "": {}} {
		if got := s.Title(); got != want {
			t.Errorf("%+v: %q", s, got)
		}
	}
	l := service.Line{Description: "a", ItemCode: "b", Project: "c", AccountCode: "d", CategoryCode: "e", EngagementType: "f"}
	if s := SubjectOf(l); s.line() != l {
		t.Errorf("%+v came back as %+v", l, s.line())
	}
}

func FuzzNormalise(f *testing.F) {
	f.Add("Managed operations January 2025")
	f.Add("云运维服务费 2025年3月")
	f.Add("ＦＵＬＬ　ｗｉｄｔｈ")
	f.Add("\xff\xfe")
	f.Fuzz(func(t *testing.T, text string) {
		once := Normalise(text)
		if Normalise(once) != once {
			t.Fatalf("%q is not stable: %q, %q", text, once, Normalise(once))
		}
		if !utf8.ValidString(once) {
			t.Fatalf("%q became invalid text", text)
		}
	})
}

func FuzzTokens(f *testing.F) {
	f.Add("Design of the data platform 数据平台设计 v2")
	f.Add(strings.Repeat("云", 3000))
	f.Add("\xff 0000")
	lexicon := newLexicon()
	f.Fuzz(func(t *testing.T, text string) {
		parts := words(Normalise(text))
		count := 0
		for _, n := range tokens(parts) {
			count += n
		}
		if count > maxTokens {
			t.Fatalf("%d tokens", count)
		}
		lexicon.hints(parts)
		if got, want := joinWords(join(lexicon.pieces(parts))), joinWords(parts); got != want {
			t.Fatalf("%q cut and joined is %q", want, got)
		}
	})
}
