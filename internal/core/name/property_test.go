package name_test

import (
	"math"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/name"
)

// texts draws names made of what names are made of, and of anything.
func texts() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{"Acme", "acne", "Bluebird", "van", "der", "bilt", "vanderbilt", "Bank", "of", "China", "technology", "tech", "科技", "技术",
		"上海", "上海市", "朝阳区", "云算", "艾克米", "集团", "有限公司", "分公司", "（", "）", "(", ")", "曾用名", "原", "formerly", "d/b/a", "GmbH", "& Co.", "KG", "S.A.",
		"Ltd", "III", "4", "forty", "2005-AR16", "第三", "ООО", "Газпром", "Банк", "トヨタ", "株式会社", "삼성", "주식회사", "é", "ß", "İ", "’", ".", "/", "-", "%", "ö", "ü", "ue"})
	gap := rapid.SampledFrom([]string{"", " ", "　", "-", " - ", " / "})
	return rapid.Custom(func(t *rapid.T) string {
		var text string
		for range rapid.IntRange(0, 8).Draw(t, "parts") {
			text += part.Draw(t, "part") + gap.Draw(t, "gap")
		}
		if rapid.IntRange(0, 3).Draw(t, "wild") == 0 {
			text += rapid.String().Draw(t, "tail")
		}
		return text
	})
}

func TestNormalisingANameTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := name.Normalise(texts().Draw(t, "name"))
		if twice := name.Normalise(once); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}

func TestEveryTextIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkName(t, texts().Draw(t, "name")) })
}

// checkName holds a name to what every one must keep.
func checkName(t interface{ Fatalf(string, ...any) }, text string) {
	n := name.Parse(text)
	if diff := cmp.Diff(n, name.Parse(text)); diff != "" {
		t.Fatalf("%q is read in two ways: %s", text, diff)
	}
	checkWords(t, n)
	for _, o := range n.Others {
		checkWords(t, o.Name)
		if len(o.Name.Others) > 0 {
			t.Fatalf("%q has an other name with other names", text)
		}
	}
	c := name.Compare(&n, &n)
	if len(n.Words) <= 64 && (len(c.LeftOver) > 0 || len(c.RightOver) > 0) {
		t.Fatalf("%q does not meet itself: %s", text, show(n))
	}
}

func checkWords(t interface{ Fatalf(string, ...any) }, n name.Name) {
	for _, w := range n.Words {
		if w.Text == "" || !utf8.ValidString(w.Text) || w.Weight < 0 || w.Weight > 16 {
			t.Fatalf("%q has the word %+v", n.Raw, w)
		}
	}
}

func TestComparingIsTheSameFromBothSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Parse(texts().Draw(t, "a")), name.Parse(texts().Draw(t, "b"))
		there, back := name.Compare(&a, &b), name.Compare(&b, &a)
		checkComparison(t, &a, &b, there)
		if there.Met-back.Met > 1e-9 || back.Met-there.Met > 1e-9 {
			t.Fatalf("%q and %q: met %g there, %g back\n%s\n%s", a.Raw, b.Raw, there.Met, back.Met, showComparison(&a, &b), showComparison(&b, &a))
		}
		mirrored := back
		mirrored.LeftOver, mirrored.RightOver = back.RightOver, back.LeftOver
		mirrored.LeftRest, mirrored.RightRest = back.RightRest, back.LeftRest
		diff := cmp.Diff(there, mirrored, cmpopts.IgnoreUnexported(name.Comparison{}), cmpopts.IgnoreFields(name.Comparison{}, "Meetings"),
			cmpopts.EquateApprox(0, 1e-9), cmpopts.EquateEmpty())
		if diff != "" {
			t.Fatalf("%q and %q: %s", a.Raw, b.Raw, diff)
		}
	})
}

// checkComparison holds a comparison to its promises: every word is in one
// meeting or left over, and likenesses are shares.
func checkComparison(t interface{ Fatalf(string, ...any) }, a, b *name.Name, c name.Comparison) {
	left, right := make([]int, len(a.Words)), make([]int, len(b.Words))
	for _, m := range c.Meetings {
		if m.Likeness < 0 || m.Likeness > 1 || math.IsNaN(m.Likeness) || m.Left.From >= m.Left.Until || m.Right.From >= m.Right.Until {
			t.Fatalf("%q and %q: %+v", a.Raw, b.Raw, m)
		}
		for i := m.Left.From; i < m.Left.Until; i++ {
			left[i]++
		}
		for j := m.Right.From; j < m.Right.Until; j++ {
			right[j]++
		}
	}
	for _, i := range c.LeftOver {
		left[i]++
	}
	for _, j := range c.RightOver {
		right[j]++
	}
	for _, n := range slices.Concat(left, right) {
		if n != 1 {
			t.Fatalf("%q and %q: a word is counted %d times: %s", a.Raw, b.Raw, n, showComparison(a, b))
		}
	}
	if c.Whole < 0 || c.Whole > 1 {
		t.Fatalf("%q and %q: whole is %g", a.Raw, b.Raw, c.Whole)
	}
}

func TestMemoryUsedAgainChangesNothing(t *testing.T) {
	var c name.Comparison
	rapid.Check(t, func(t *rapid.T) {
		a, b := name.Parse(texts().Draw(t, "a")), name.Parse(texts().Draw(t, "b"))
		c.Between(&a, &b)
		if diff := cmp.Diff(name.Compare(&a, &b), c, cmpopts.IgnoreUnexported(name.Comparison{}), cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "Acme Co., Ltd.", "上海艾克米信息技术有限公司北京分公司", "(株)日立製作所", "㈜카카오", "ООО \"БАЙ\"", "A/S (formerly B) - C", "第三（原", "3%ers", "\xff\xfe",
		"北京（", "i v x", "İstanbul A.Ş.", "AB CD EF GH IJ KL MN OP QR ST UV WX YZ"} {
		f.Add(seed, "Acme "+seed)
	}
	f.Fuzz(func(t *testing.T, left, right string) {
		if len(left) > 2000 || len(right) > 2000 {
			return
		}
		checkName(t, left)
		a, b := name.Parse(left), name.Parse(right)
		checkComparison(t, &a, &b, name.Compare(&a, &b))
		if once := name.Normalise(left); name.Normalise(once) != once {
			t.Fatalf("%q normalises to %q and then to %q", left, once, name.Normalise(once))
		}
		name.FromDomain(left)
	})
}
