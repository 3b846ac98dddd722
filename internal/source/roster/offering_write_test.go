package roster_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source/roster"
)

func TestACatalogueIsWrittenAsItIsRead(t *testing.T) {
	got, err := roster.ReadOfferings(strings.NewReader(offeringsCSV), "o.csv")
	if err != nil {
		t.Fatal(err)
	}
	text, err := roster.FormatOfferings(got.Offerings)
	if err != nil {
		t.Fatal(err)
	}
	again, err := roster.ReadOfferings(bytes.NewReader(text), "o.yaml")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if have := describeOfferings(again.Offerings); have != offeringsMeant {
		t.Errorf("%s\nwant\n%s", have, offeringsMeant)
	}
}

func TestACatalogueIsWrittenAsCSVAsItIsRead(t *testing.T) {
	got, err := roster.ReadOfferings(strings.NewReader(offeringsYAML), "o.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := roster.FormatOfferingsCSV(got.Offerings)
	if err != nil {
		t.Fatal(err)
	}
	again, err := roster.ReadOfferings(bytes.NewReader(text), "o.csv")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if a, b := describeOfferings(got.Offerings), describeOfferings(again.Offerings); a != b {
		t.Errorf("%s\nbecame\n%s", a, b)
	}
	got.Offerings[0].Aliases = []string{"one; two"}
	if _, err := roster.FormatOfferingsCSV(got.Offerings); fault.CodeOf(err) != "offering.not_as_csv" {
		t.Errorf("an entry with a semicolon: %v", err)
	}
}

// What can be written as a CSV comes back from it.
func FuzzFormatOfferingsCSV(f *testing.F) {
	f.Add(offeringsYAML)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := roster.ReadOfferings(strings.NewReader(text), "o.yaml")
		if err != nil {
			return
		}
		written, err := roster.FormatOfferingsCSV(got.Offerings)
		if fault.CodeOf(err) == "offering.not_as_csv" {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		again, err := roster.ReadOfferings(bytes.NewReader(written), "o.csv")
		if err != nil {
			t.Fatalf("%v: %q", err, written)
		}
		if a, b := describeOfferings(got.Offerings), describeOfferings(again.Offerings); a != b {
			t.Fatalf("%q\nbecame\n%q", a, b)
		}
	})
}

func FuzzFormatOfferings(f *testing.F) {
	f.Add(offeringsYAML)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := roster.ReadOfferings(strings.NewReader(text), "o.yaml")
		if err != nil {
			return
		}
		written, err := roster.FormatOfferings(got.Offerings)
		if err != nil {
			t.Fatal(err)
		}
		again, err := roster.ReadOfferings(bytes.NewReader(written), "o.yaml")
		if err != nil {
			t.Fatalf("%v: %q", err, written)
		}
		if a, b := describeOfferings(got.Offerings), describeOfferings(again.Offerings); a != b {
			t.Fatalf("%q\nbecame\n%q", a, b)
		}
	})
}
