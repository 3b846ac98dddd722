package identity_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/identity"
)

// handMade reads testdata/pairs.csv; its README says what each family is for.
func handMade(t testing.TB, split string) []identity.Labelled {
	t.Helper()
	var pairs []identity.Labelled
	for _, r := range rows(t, filepath.Join("testdata", "pairs.csv")) {
		if split == "" || r["split"] == split {
			pairs = append(pairs, identity.Labelled{
				A: side(t, r["left"], r["left_facts"]), B: side(t, r["right"], r["right_facts"]),
				Same: r["same"] == "yes", Family: r["family"],
			})
		}
	}
	return pairs
}

// side makes a record of a name and facts such as "tax=DE1; domain=a.de; alias".
func side(t testing.TB, name, facts string) *identity.Prepared {
	t.Helper()
	r := identity.Record{Names: []string{name}}
	for _, fact := range strings.Split(facts, "; ") {
		kind, value, _ := strings.Cut(fact, "=")
		switch kind {
		case "":
		case "alias":
			r.Aliases, r.Names = r.Names, nil
		case "tax":
			r.TaxIDs = append(r.TaxIDs, value)
		case "lei":
			r.LEI = append(r.LEI, value)
		case "duns":
			r.DUNS = append(r.DUNS, value)
		case "account":
			r.Accounts = append(r.Accounts, value)
		case "domain":
			r.Domains = append(r.Domains, value)
		case "country":
			r.Country = value
		case "ref":
			system, id, _ := strings.Cut(value, ":")
			r.Refs = append(r.Refs, identity.Ref{System: system, Value: id})
		default:
			t.Fatalf("unknown fact %q", fact)
		}
	}
	return identity.Prepare(r)
}

// benchmark reads the labelled pairs of others, which stand outside the project.
func benchmark(t testing.TB) []identity.Labelled {
	t.Helper()
	corpus := os.Getenv("SEVENFOLD_CORPUS")
	if corpus == "" {
		corpus = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	path := filepath.Join(corpus, "er", "organisation-name-pairs-dev.csv")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the labelled pairs are not here (SEVENFOLD_CORPUS): %v", err)
	}
	var pairs []identity.Labelled
	for _, r := range rows(t, path) {
		pairs = append(pairs, identity.Labelled{
			A: prepared(r["name1"]), B: prepared(r["name2"]), Same: r["is_match"] == "true", Family: r["case_group"],
		})
	}
	return pairs
}

func rows(t testing.TB, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range all[1:] {
		m := map[string]string{}
		for i, h := range all[0] {
			m[h] = r[i]
		}
		out = append(out, m)
	}
	return out
}
