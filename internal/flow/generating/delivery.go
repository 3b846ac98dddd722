package generating

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/period"
)

// bucket is the name that manifests give to the place the exports lie in; the
// keys in them are paths below bills/.
const bucket = "sevenbrook-billing-exports"

// delivery is where one payer's month lies and what describes it.
type delivery struct {
	payer    *payer
	month    period.Month
	assembly string // legacy reports only
	columns  []string
	compress bool
}

func newDelivery(o Options, p *payer, m period.Month, stale bool, columns []string) delivery {
	h := mix(o.Seed ^ textHash(p.export+m.String()))
	if stale {
		h = mix(h + 1)
	}
	return delivery{payer: p, month: m, assembly: uuid(h, mix(h)), columns: columns, compress: o.Compress}
}

func (d delivery) days() string {
	return d.month.Start().Format("20060102") + "-" + d.month.End().Format("20060102")
}

func (d delivery) extension() string {
	if d.compress {
		return ".csv.gz"
	}
	return ".csv"
}

// part is the path of the n-th data file, below the output folder.
func (d delivery) part(n int) string {
	base := "bills/" + d.payer.folder + "/" + d.payer.export + "/"
	if d.payer.format == FormatCUR {
		return base + d.days() + "/" + d.assembly + "/" + d.payer.export + "-" + strconv.Itoa(n) + d.extension()
	}
	return base + "data/BILLING_PERIOD=" + d.month.String() + "/" + d.payer.export + "-" + pad(n, 5) + d.extension()
}

// manifests gives the paths and content of the manifests. The legacy report
// has one beside its data and one for the period, which names the delivery that
// counts; a stale delivery has only the former.
func (d delivery) manifests(files []string, stale bool) ([]string, []byte, error) {
	base := "bills/" + d.payer.folder + "/" + d.payer.export + "/"
	if d.payer.format != FormatCUR {
		content, err := d.exportManifest(files)
		return []string{base + "metadata/BILLING_PERIOD=" + d.month.String() + "/" + d.payer.export + "-Manifest.json"}, content, err
	}
	content, err := d.reportManifest(files)
	paths := []string{base + d.days() + "/" + d.assembly + "/" + d.payer.export + "-Manifest.json"}
	if !stale {
		paths = append(paths, base+d.days()+"/"+d.payer.export+"-Manifest.json")
	}
	return paths, content, err
}

type manifestColumn struct {
	Category string `json:"category,omitempty"`
	Name     string `json:"name"`
}

func (d delivery) manifestColumns() []manifestColumn {
	list := make([]manifestColumn, len(d.columns))
	for i, c := range d.columns {
		if category, name, ok := strings.Cut(c, "/"); ok {
			list[i] = manifestColumn{category, name}
		} else {
			list[i] = manifestColumn{Name: c}
		}
	}
	return list
}

func (d delivery) compression() string {
	if d.compress {
		return "GZIP"
	}
	return "NONE"
}

func (d delivery) keys(files []string, prefix string) []string {
	keys := make([]string, len(files))
	for i, f := range files {
		keys[i] = prefix + strings.TrimPrefix(f, "bills/")
	}
	return keys
}

type billingPeriod struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// reportManifest is the manifest of a legacy Cost and Usage Report.
func (d delivery) reportManifest(files []string) ([]byte, error) {
	const instant = "20060102T150405.000Z"
	return json.MarshalIndent(struct {
		AssemblyID    string           `json:"assemblyId"`
		Account       string           `json:"account"`
		Columns       []manifestColumn `json:"columns"`
		Charset       string           `json:"charset"`
		Compression   string           `json:"compression"`
		ContentType   string           `json:"contentType"`
		ReportID      string           `json:"reportId"`
		ReportName    string           `json:"reportName"`
		BillingPeriod billingPeriod    `json:"billingPeriod"`
		Bucket        string           `json:"bucket"`
		ReportKeys    []string         `json:"reportKeys"`
	}{
		d.assembly, d.payer.id, d.manifestColumns(), "UTF-8", d.compression(), "text/csv",
		string(appendHex(nil, textHash(d.payer.export), 16)), d.payer.export,
		billingPeriod{d.month.Start().Format(instant), d.month.End().Format(instant)}, bucket, d.keys(files, ""),
	}, "", "  ")
}

// exportManifest is the manifest of a Data Export.
func (d delivery) exportManifest(files []string) ([]byte, error) {
	return json.MarshalIndent(struct {
		Account       string           `json:"account"`
		ExportName    string           `json:"exportName"`
		ExecutionID   string           `json:"executionId"`
		BillingPeriod string           `json:"billingPeriod"`
		Columns       []manifestColumn `json:"columns"`
		Compression   string           `json:"compression"`
		ContentType   string           `json:"contentType"`
		DataFiles     []string         `json:"dataFiles"`
	}{
		d.payer.id, d.payer.export, d.assembly, d.month.String(), d.manifestColumns(), d.compression(), "text/csv",
		d.keys(files, "s3://"+bucket+"/"),
	}, "", "  ")
}
