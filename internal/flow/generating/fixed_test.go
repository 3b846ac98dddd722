package generating

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/sevenfold/sevenfold/internal/core/money"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

func TestNumbersReadBackExactlyInEveryStyle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := fixed(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-20_000_000, 20_000_000)).Draw(t, "f"))
		if f == -1<<63 {
			t.Skip("has no negative")
		}
		for _, style := range []numberStyle{stylePlain, styleJava} {
			text := string(style.append(nil, f))
			if got := money.MustParse(text); !got.Equal(f.decimal()) {
				t.Fatalf("%d is written %s", f, text)
			}
		}
		c := cents(rapid.Int64Range(-1e15, 1e15).Draw(t, "cents"))
		if got := money.MustParse(c.String()); !got.Equal(c.decimal()) {
			t.Fatalf("%d cents are written %s", c, c)
		}
	})
}

func TestNumbersLookAsTheFormatWritesThem(t *testing.T) {
	for _, c := range []struct {
		f           fixed
		plain, java string
	}{
		{0, "0.0", "0.0"},
		{116_000_000, "0.0116", "0.0116"},
		{6_123, "0.0000006123", "6.123E-7"},
		{-10_000, "-0.000001", "-1.0E-6"},
		{9_999_999, "0.0009999999", "9.999999E-4"},
		{10_000_000, "0.001", "0.001"},
		{12 * oneUnit, "12.0", "12.0"},
	} {
		if got := string(stylePlain.append(nil, c.f)); got != c.plain {
			t.Errorf("%d plain = %s, want %s", c.f, got, c.plain)
		}
		if got := string(styleJava.append(nil, c.f)); got != c.java {
			t.Errorf("%d in Java's way = %s, want %s", c.f, got, c.java)
		}
	}
}

func TestSumsOutgrowMachineIntegers(t *testing.T) {
	var s, other sum
	want := money.Zero
	for range 40 {
		s.add(sumLimit - 3)
		want = want.Add((sumLimit - 3).decimal())
	}
	other.add(-7)
	s.merge(other)
	if got := s.decimal(); !got.Equal(want.Sub(money.MustParse("0.0000000007"))) {
		t.Errorf("sum = %s, want %s", got, want)
	}
}

func TestTemplatesWriteCSVThatReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "columns")
		texts := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("a,\" é中")), 0, 6, -1), 2*n, 2*n).Draw(t, "texts")
		fields, want := make([]field, n), make([]string, n)
		l := line{quantity: 25 * oneUnit / 10}
		for i := range fields {
			fields[i], want[i] = field{before: texts[2*i]}, texts[2*i]
			if i%2 == 1 {
				fields[i].slot, fields[i].after = slotQuantity, texts[2*i+1]
				want[i] += "2.5" + texts[2*i+1]
			}
		}
		row := compile(fields, stylePlain, "Z", newCalendar(0)).append(nil, &l)
		rows, err := csv.NewReader(strings.NewReader(string(row))).ReadAll()
		if err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		if diff := cmp.Diff([][]string{want}, rows); diff != "" {
			t.Fatalf("%q:\n%s", row, diff)
		}
	})
}

func TestCalendarAgreesWithTheClock(t *testing.T) {
	for _, m := range []period.Month{period.NewMonth(2024, 2), period.NewMonth(2025, 12), period.NewMonth(2025, 4)} {
		c := newCalendar(m)
		for hour := 0; hour <= c.hours; hour++ {
			want := m.Start().Add(time.Duration(hour) * time.Hour).Format("2006-01-02T15:04:05")
			if got := string(c.append(nil, hour)); got != want {
				t.Fatalf("hour %d of %s = %s, want %s", hour, m, got, want)
			}
		}
	}
}
