package awscur_test

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source/awscur"
)

// folder is what lies in a folder; data files may be empty here.
type folder map[string]string

func (f folder) names() []string {
	var names []string
	for name := range f {
		names = append(names, name)
	}
	return names
}

func (f folder) open(name string) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(f[name])), nil
}

func legacyManifest(assembly string, keys ...string) string {
	return fmt.Sprintf(`{"assemblyId":%q,"account":"123456789012","reportName":"cur","bucket":"b","compression":"GZIP","contentType":"text/csv",
		"billingPeriod":{"start":"20250101T000000.000Z","end":"20250201T000000.000Z"},
		"columns":[{"category":"lineItem","name":"UnblendedCost"}],"reportKeys":["%s"]}`, assembly, strings.Join(keys, `","`))
}

func exportManifest(execution string, keys ...string) string {
	return fmt.Sprintf(`{"executionId":%q,"exportArn":"arn:aws:bcm-data-exports:us-east-1:123456789012:export/focus-0a1b2c3d-0000-1111-2222-333344445555",
		"columns":[{"name":"bill_bill_type"}],"dataFiles":["%s"]}`, execution, strings.Join(keys, `","`))
}

func azureManifest(submitted string, blobs ...string) string {
	return fmt.Sprintf(`{"exportConfig":{"exportName":"ftk","resourceId":"/providers/x","type":"FocusCost"},"deliveryConfig":{"partitionData":true},
		"runInfo":{"submittedTime":%q,"runId":"r","startDate":"2025-01-01T00:00:00"},"blobs":[{"blobName":"%s"}]}`,
		submitted, strings.Join(blobs, `"},{"blobName":"`))
}

// describe writes deliveries so that a test can say what it expects in a line.
func describe(ds []awscur.Delivery) string {
	lines := make([]string, len(ds))
	for i, d := range ds {
		lines[i] = fmt.Sprintf("%s %s reads %v", d.Report, d.BillingPeriod, d.Files)
		if len(d.Superseded) > 0 {
			lines[i] += fmt.Sprintf(" not %v", d.Superseded)
		}
		if d.Incomplete {
			lines[i] += " incomplete"
		}
	}
	return strings.Join(lines, "\n")
}

func TestPlan(t *testing.T) {
	const legacy, export, azure = "p/cur/20250101-20250201/", "p/focus/", "exports/ftk/20250101-20250131/"
	for _, tc := range []struct {
		name string
		in   folder
		want string
	}{
		{"create-new: only the period's manifest counts", folder{
			legacy + "cur-Manifest.json":       legacyManifest("b", legacy+"b/cur-1.csv.gz", legacy+"b/cur-2.csv.gz"),
			legacy + "a/cur-Manifest.json":     legacyManifest("a", legacy+"a/cur-1.csv.gz"),
			legacy + "b/cur-Manifest.json":     legacyManifest("b", legacy+"b/cur-1.csv.gz", legacy+"b/cur-2.csv.gz"),
			legacy + "a/cur-1.csv.gz":          "",
			legacy + "b/cur-1.csv.gz":          "",
			legacy + "b/cur-2.csv.gz":          "",
			legacy + "cost_and_usage_data.sql": "",
		}, "cur 2025-01 reads [p/cur/20250101-20250201/b/cur-1.csv.gz p/cur/20250101-20250201/b/cur-2.csv.gz] not [p/cur/20250101-20250201/a/cur-1.csv.gz]"},
		{"overwrite: a file that the manifest dropped stays out", folder{
			legacy + "cur-Manifest.json": legacyManifest("x", legacy+"cur-1.csv.gz"),
			legacy + "cur-1.csv.gz":      "",
			legacy + "cur-2.csv.gz":      "",
		}, "cur 2025-01 reads [p/cur/20250101-20250201/cur-1.csv.gz] not [p/cur/20250101-20250201/cur-2.csv.gz]"},
		{"keys with a slash and a prefix that is not here", folder{
			"20250101-20250201/cur-Manifest.json":  legacyManifest("x", "/deep/prefix/cur/20250101-20250201/x/cur-1.csv.gz"),
			"20250101-20250201/x/cur-1.csv.gz":     "",
			"20241201-20250101/cur-Manifest.json":  strings.ReplaceAll(legacyManifest("y", "/deep/prefix/cur/20241201-20250101/y/cur-1.csv.gz"), "20250101T", "20241201T"),
			"20241201-20250101/y/cur-1.csv.gz":     "",
			"20241201-20250101/notes for april.md": "",
		}, "cur 2024-12 reads [20241201-20250101/y/cur-1.csv.gz]\ncur 2025-01 reads [20250101-20250201/x/cur-1.csv.gz]"},
		{"flattened into one folder", folder{
			"cur-Manifest.json": legacyManifest("x", legacy+"x/cur-1.csv.gz"), "cur-1.csv.gz": "",
		}, "cur 2025-01 reads [cur-1.csv.gz]"},
		{"inside an archive", folder{
			"bills.zip!cur-Manifest.json": legacyManifest("x", legacy+"x/cur-1.csv.gz"), "bills.zip!cur-1.csv.gz": "",
		}, "cur 2025-01 reads [bills.zip!cur-1.csv.gz]"},
		{"Data Exports, any case of the partition", folder{
			export + "metadata/BILLING_PERIOD=2025-01/focus-Manifest.json": exportManifest("e", "s3://bucket/"+export+"data/BILLING_PERIOD=2025-01/focus-00001.csv.gz"),
			export + "data/BILLING_PERIOD=2025-01/focus-00001.csv.gz":      "",
			export + "data/billing_period=2025-02/focus-00001.csv.gz":      "",
		}, "focus 2025-01 reads [p/focus/data/BILLING_PERIOD=2025-01/focus-00001.csv.gz]\nfocus 2025-02 reads [p/focus/data/billing_period=2025-02/focus-00001.csv.gz] incomplete"},
		{"Azure: the run that was asked for last", folder{
			azure + "202501100000/g1/manifest.json":         azureManifest("2025-01-10T00:00:00.1234567Z", azure+"202501100000/g1/part_0_0001.csv"),
			azure + "202501100000/g1/part_0_0001.csv":       "",
			azure + "202501200000/g0/manifest.json":         azureManifest("2025-01-20T00:00:00Z", azure+"202501200000/g0/part_0_0001.csv"),
			azure + "202501200000/g0/part_0_0001.csv":       "",
			azure + "202501200000/g0/unrelated/another.csv": "",
		}, "ftk 2025-01 reads [exports/ftk/20250101-20250131/202501200000/g0/part_0_0001.csv] not [exports/ftk/20250101-20250131/202501100000/g1/part_0_0001.csv]"},
		{"a manifest.json of something else", folder{"manifest.json": `{"name":"a web app"}`, "bill.csv": ""}, ""},
		{"plain files", folder{"a.csv": "", "b/c.parquet": ""}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := awscur.Plan(tc.in.names(), tc.in.open)
			if err != nil {
				t.Fatal(err)
			}
			slices.SortFunc(got, func(a, b awscur.Delivery) int { return int(a.BillingPeriod - b.BillingPeriod) })
			if describe(got) != tc.want {
				t.Errorf("got\n%s\nwant\n%s", describe(got), tc.want)
			}
		})
	}
}

func TestPlanRefuses(t *testing.T) {
	for _, tc := range []struct {
		name, code string
		in         folder
	}{
		{"a manifest that names a missing file", "bill.manifest_file_missing", folder{
			"cur-Manifest.json": legacyManifest("x", "p/cur/20250101-20250201/x/cur-1.csv.gz", "p/cur/20250101-20250201/x/cur-2.csv.gz"), "cur-1.csv.gz": ""}},
		{"a file of the right name in another assembly", "bill.manifest_file_missing", folder{
			"20250101-20250201/cur-Manifest.json": legacyManifest("b", "20250101-20250201/b/cur-1.csv.gz"), "20250101-20250201/a/cur-1.csv.gz": ""}},
		{"a manifest that was cut off", "bill.manifest_malformed", folder{"cur-Manifest.json": `{"assemblyId":"x","reportKeys":["a`}},
		{"an empty manifest", "bill.manifest_malformed", folder{"cur-Manifest.json": ""}},
		{"a report's manifest without files", "bill.manifest_malformed", folder{"cur-Manifest.json": `{"assemblyId":"x"}`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := awscur.Plan(tc.in.names(), tc.in.open)
			e, ok := fault.As(err)
			if !ok || e.Code != tc.code || e.Place.File == "" {
				t.Errorf("got %v, want %s with a file", err, tc.code)
			}
		})
	}
}

func TestTheSampleBucketIsReadOnce(t *testing.T) {
	root := corpus(t, "cur/koku/koku-local")
	const dir = "20180801-20180901/"
	const data = dir + "16e57707-f9e3-49be-8be6-b84e684b5194/koku-local-1.csv.gz"
	names := []string{dir + "koku-local-Manifest.json", dir + "16e57707-f9e3-49be-8be6-b84e684b5194/koku-local-Manifest.json", data}
	ds, err := awscur.Plan(names, func(name string) (io.ReadCloser, error) { return os.Open(root + "/" + name) })
	if err != nil || len(ds) != 1 {
		t.Fatalf("%v, %v", ds, err)
	}
	if d := ds[0]; d.Account != "6568388779672" || d.BillingPeriod.String() != "2018-08" || !slices.Equal(d.Files, []string{data}) || d.Manifest != names[0] {
		t.Errorf("got %+v", d)
	}
}

func TestParseManifestReadsBothGenerations(t *testing.T) {
	m, err := awscur.ParseManifest(strings.NewReader(exportManifest("e1", "s3://bucket/p/a.parquet")))
	if err != nil || m.Account != "123456789012" || m.ReportName != "focus" || m.Assembly != "e1" || !slices.Equal(m.Keys, []string{"p/a.parquet"}) ||
		!slices.Equal(m.Columns, []string{"bill_bill_type"}) {
		t.Errorf("got %+v, %v", m, err)
	}
	m, err = awscur.ParseManifest(strings.NewReader(legacyManifest("a1", "/b/p/a.csv.gz")))
	if err != nil || m.BillingPeriod.String() != "2025-01" || m.Assembly != "a1" || !slices.Equal(m.Keys, []string{"p/a.csv.gz"}) ||
		!slices.Equal(m.Columns, []string{"lineItem/UnblendedCost"}) || m.Compression != "GZIP" {
		t.Errorf("got %+v, %v", m, err)
	}
}

func FuzzParseManifest(f *testing.F) {
	f.Add(legacyManifest("a", "/p/cur-1.csv.gz"))
	f.Add(exportManifest("e", "s3://b/p/x.parquet"))
	f.Add(azureManifest("2025-01-10T00:00:00Z", "a/b.csv"))
	f.Add(`{"reportKeys":["s3://","/",""],"exportArn":":::::"}`)
	f.Fuzz(func(t *testing.T, text string) {
		m, err := awscur.ParseManifest(strings.NewReader(text))
		if err != nil {
			if fault.CodeOf(err) != "bill.manifest_malformed" {
				t.Errorf("unexpected fault %v", err)
			}
			return
		}
		if len(m.Keys) == 0 {
			t.Error("a manifest without files was accepted")
		}
		for _, k := range m.Keys {
			if k == "" || strings.HasPrefix(k, "/") {
				t.Errorf("key %q was not cleaned", k)
			}
		}
	})
}

func FuzzPlan(f *testing.F) {
	f.Add("cur-Manifest.json\ncur-1.csv.gz\n20250101-20250201/x/cur-2.csv.gz", legacyManifest("a", "20250101-20250201/x/cur-2.csv.gz"))
	f.Add("p/data/BILLING_PERIOD=2025-01/a.parquet\nyear=2025/month=13/x.csv\n!/manifest.json", azureManifest("2025-01-10T00:00:00Z", "a/b.csv"))
	f.Fuzz(func(t *testing.T, list, manifest string) {
		names := strings.Split(list, "\n")
		slices.Sort(names)
		names = slices.Compact(names)
		ds, err := awscur.Plan(names, func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(manifest)), nil })
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, d := range ds {
			for _, file := range append(slices.Clone(d.Files), d.Superseded...) {
				if seen[file] {
					t.Errorf("%q counts twice", file)
				}
				seen[file] = true
				if !slices.Contains(names, file) {
					t.Errorf("%q is not in the folder", file)
				}
			}
		}
	})
}
