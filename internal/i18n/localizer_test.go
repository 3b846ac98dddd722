package i18n

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/money"
)

func TestAMissingKeyShowsItselfAndNeverPanics(t *testing.T) {
	l := bundle(t).For(Chinese)
	if got := l.Text("no.such.key", nil); got != "no.such.key" {
		t.Errorf("got %q", got)
	}
	if got := l.Text("common.place.row", nil); got == "" {
		t.Error("a text without its argument is empty")
	}
}

func TestPluralsFollowTheLanguage(t *testing.T) {
	b := bundle(t)
	for _, c := range []struct {
		lang  string
		count int
		want  string
	}{
		{English, 1, "1 row"}, {English, 2, "2 rows"}, {English, 0, "0 rows"}, {Chinese, 1, "1 行"}, {Chinese, 2, "2 行"},
	} {
		if got := b.For(c.lang).Text("cli.unit.rows", Args{"count": c.count, "number": fmt.Sprint(c.count)}); got != c.want {
			t.Errorf("%s %d: got %q, want %q", c.lang, c.count, got, c.want)
		}
	}
}

func TestFaultsAreWordedWithReasonHintAndPlace(t *testing.T) {
	cause := fault.New(fault.KindInvalid, "config.not_one_of").With("values", "average, closing")
	err := fmt.Errorf("config.Load: %w", fault.New(fault.KindInvalid, "config.value_invalid").With("key", "rates.policy").
		With("value", "daily").At(fault.Place{File: "sevenfold.yaml", Row: 1204}).Because(cause))
	for lang, want := range map[string][3]string{
		English: {"“daily” is not possible for the setting rates.policy. Reason: It must be one of average, closing.",
			"Use one of average, closing.", "sevenfold.yaml, row 1,204"},
		Chinese: {"设置 rates.policy 不能取“daily”。原因：只能取 average, closing 之一。",
			"可选值：average, closing。", "sevenfold.yaml，第 1,204 行"},
	} {
		message, hint, place := bundle(t).For(lang).Fault(err)
		if got := [3]string{message, hint, place}; got != want {
			t.Errorf("%s:\n got %q\nwant %q", lang, got, want)
		}
	}
}

func TestErrorsThatAreNotFaultsShowNothingOfTheirInside(t *testing.T) {
	l := bundle(t).For(English)
	for _, err := range []error{errors.New("secret"), fault.New(fault.KindInternal, "internal").Because(errors.New("secret"))} {
		if message, hint, _ := l.Fault(err); strings.Contains(message+hint, "secret") || hint == "" {
			t.Errorf("%v: %q %q", err, message, hint)
		}
	}
	if message, _, _ := l.Fault(fmt.Errorf("reading: %w", context.Canceled)); message != l.Text("fault.interrupted", nil) {
		t.Errorf("a cancelled job says %q", message)
	}
	full := fault.New(fault.KindUnavailable, "config.file_unreadable").With("file", "x").Because(errors.New("permission denied"))
	if message, _, _ := l.Fault(full); !strings.Contains(message, "permission denied") {
		t.Errorf("the system's words are missing: %q", message)
	}
}

func TestNegotiatePicksTheFirstWishThatIsSpoken(t *testing.T) {
	for _, c := range []struct {
		wishes []string
		want   string
	}{
		{nil, English},
		{[]string{"", "", "zh_CN.UTF-8"}, Chinese},
		{[]string{"zh-Hans"}, Chinese},
		{[]string{"zh_TW.UTF-8"}, Chinese},
		{[]string{"ZH-cn"}, Chinese},
		{[]string{"C.UTF-8", "zh_CN"}, Chinese},
		{[]string{"POSIX"}, English},
		{[]string{"de_DE.UTF-8", "zh_CN.UTF-8"}, Chinese},
		{[]string{"de:zh:en"}, Chinese},
		{[]string{"en", "zh-CN"}, English},
		{[]string{"en_GB@euro"}, English},
		{[]string{"!!", "zh"}, Chinese},
	} {
		if got := Negotiate(c.wishes...); got != c.want {
			t.Errorf("%q: got %s, want %s", c.wishes, got, c.want)
		}
	}
}

func TestNumbersAreGroupedAndKeepTheirDigits(t *testing.T) {
	b := bundle(t)
	for _, c := range []struct {
		decimal string
		places  int32
		want    string
	}{
		{"0", 2, "0.00"}, {"999", 0, "999"}, {"1000", 0, "1,000"}, {"-1234567.005", 2, "-1,234,567.00"},
		{"-1234567.015", 2, "-1,234,567.02"}, {"1234.5678", AllPlaces, "1,234.5678"}, {"-0.004", 2, "0.00"},
		{"123456789012345678901234567890.123456789012345678", AllPlaces, "123,456,789,012,345,678,901,234,567,890.123456789012345678"},
		{"n/a", 2, "n/a"},
	} {
		for _, lang := range Languages() {
			if got := b.For(lang).Number(c.decimal, c.places); got != c.want {
				t.Errorf("%s %s: got %q, want %q", lang, c.decimal, got, c.want)
			}
		}
	}
	for lang, wants := range map[string][3]string{English: {"1.2 M", "950", "3 B"}, Chinese: {"123.5 万", "950", "30 亿"}} {
		for i, n := range []string{"1234567", "950", "3000000000"} {
			if got := b.For(lang).Short(n); got != wants[i] {
				t.Errorf("%s %s: got %q, want %q", lang, n, got, wants[i])
			}
		}
	}
	if got := b.For(English).Bytes(1536 << 20); got != "1.5 GiB" {
		t.Errorf("got %q", got)
	}
}

func TestGroupingOnlyAddsSeparators(t *testing.T) {
	l := bundle(t).For(English)
	rapid.Check(t, func(t *rapid.T) {
		n := money.NewInt(rapid.Int64().Draw(t, "n")).Quo(money.NewInt(rapid.Int64Range(1, 1e6).Draw(t, "d")), 6)
		if got := strings.ReplaceAll(l.Number(n.String(), AllPlaces), ",", ""); got != n.String() {
			t.Fatalf("%s became %s", n, got)
		}
	})
}
