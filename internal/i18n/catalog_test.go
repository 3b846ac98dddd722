package i18n

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func bundle(t *testing.T) *Bundle {
	t.Helper()
	b, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryKeyIsInBothLanguagesWithTheSameArguments(t *testing.T) {
	b := bundle(t)
	en, zh := b.catalogs[English], b.catalogs[Chinese]
	for _, key := range slices.Sorted(maps.Keys(en)) {
		other, ok := zh[key]
		if !ok {
			t.Errorf("%s:%d: %s has no Chinese", en[key].file, en[key].line, key)
			continue
		}
		if diff := cmp.Diff(arguments(t, en[key]), arguments(t, other)); diff != "" {
			t.Errorf("%s: arguments differ (-en +zh-CN):\n%s", key, diff)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(zh)) {
		if _, ok := en[key]; !ok {
			t.Errorf("%s:%d: %s has no English", zh[key].file, zh[key].line, key)
		}
	}
}

// arguments are those of the form that is always there. A plural's form for one
// may leave out the number.
func arguments(t *testing.T, m text) []string {
	t.Helper()
	names, err := variables(m.forms["other"])
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(names))
}

func TestChineseTextsAreChineseAndEnglishOnesAreNot(t *testing.T) {
	b := bundle(t)
	for key, m := range b.catalogs[English] {
		for _, form := range m.forms {
			if strings.ContainsFunc(form, isHan) {
				t.Errorf("%s: English text has Chinese characters: %s", key, form)
			}
		}
	}
	for key, m := range b.catalogs[Chinese] {
		english := b.catalogs[English][key].forms["other"]
		for _, form := range m.forms {
			if form == english && strings.Count(form, " ") > 3 && !strings.HasSuffix(key, ".example") {
				t.Errorf("%s: Chinese text is the English one: %s", key, form)
			}
		}
	}
}

func isHan(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

func TestCatalogRefusesWhatWouldShowWrong(t *testing.T) {
	for name, content := range map[string]string{
		"key twice":          "a: x\nb: y\n---\n",
		"template broken":    "a: \"{{.x\"\n",
		"unknown plural":     "a: {few: x, other: y}\n",
		"no other form":      "a: {one: x}\n",
		"empty text":         "a: \"\"\n",
		"not a map":          "- a\n",
		"list as text":       "a: [x]\n",
		"not yaml":           "a: \"\n",
		"twice in two files": "common.yes: x\n",
	} {
		t.Run(name, func(t *testing.T) {
			fsys := fstest.MapFS{"locale/en/one.yaml": {Data: []byte(content)}}
			if name == "key twice" {
				fsys["locale/en/one.yaml"] = &fstest.MapFile{Data: []byte("a: x\na: y\n")}
			}
			if name == "twice in two files" {
				fsys["locale/en/two.yaml"] = &fstest.MapFile{Data: []byte(content)}
			}
			if _, err := read(fsys); err == nil {
				t.Error("was accepted")
			}
		})
	}
}
