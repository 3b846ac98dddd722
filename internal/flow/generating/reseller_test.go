package generating_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sevenfold/sevenfold/internal/flow/generating"
)

// A distributor's books differ from others in the customer list and what the
// truth says of it, and in nothing else.
func TestADistributorSellsThroughResellers(t *testing.T) {
	plain, distributor := t.TempDir(), t.TempDir()
	for out, sells := range map[string]bool{plain: false, distributor: true} {
		if _, err := generating.Run(context.Background(), generating.Options{Seed: 3, Customers: 40, Months: 3, RowsTotal: 3000, Distributor: sells, Out: out}, nil); err != nil {
			t.Fatal(err)
		}
	}
	err := fs.WalkDir(os.DirFS(plain), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		a, err := os.ReadFile(filepath.Join(plain, path))
		if err != nil {
			return err
		}
		b, err := os.ReadFile(filepath.Join(distributor, path))
		if own := path == "customers.csv" || path == "truth.json"; err == nil && bytes.Equal(a, b) == own {
			t.Errorf("%s: the same is %v", path, !own)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(distributor, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth generating.Truth
	if err := json.Unmarshal(text, &truth); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join(distributor, "customers.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	listed, customers := map[string][]string{}, map[string]bool{}
	for _, row := range rows[1:] {
		switch role, parent := row[11], row[10]; {
		case role == "end_customer":
			listed[parent] = append(listed[parent], row[0])
		case role == "reseller" && len(truth.Resellers[row[0]]) == 0:
			t.Errorf("%s sells to nobody", row[0])
		}
		if row[11] != "reseller" && row[5] == "false" {
			customers[row[0]] = true
		}
	}
	if diff := cmp.Diff(truth.Resellers, listed); diff != "" {
		t.Error(diff)
	}
	sold := 0
	for _, of := range listed {
		sold += len(of)
	}
	if sold != len(customers) || sold != 40 {
		t.Errorf("%d of %d customers buy through somebody", sold, len(customers))
	}
}
