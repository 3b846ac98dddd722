package awscur

import (
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// Delivery is what counts of one report for one billing period.
type Delivery struct {
	Report        string
	Account       string
	Assembly      string
	BillingPeriod period.Month
	Manifest      string   // path of the manifest that decided; empty when there is none
	Files         []string // in the order of rows
	Superseded    []string // data files of older deliveries of the same period: not read
	// Incomplete: a Data Exports folder without its manifest, which AWS writes
	// last. The files may be half of a delivery.
	Incomplete bool
}

// Plan decides which files of a folder count. Names are slash paths relative to
// the folder; open reads one of them. The period-level manifest's keys decide,
// never what happens to lie in a folder, because every delivery is the whole
// month again. Files that no manifest or layout speaks of are left to the
// caller: they are in no delivery.
//
// A manifest that names a file which is not there: bill.manifest_file_missing.
func Plan(files []string, open func(name string) (io.ReadCloser, error)) (_ []Delivery, err error) {
	defer fault.Wrap(&err, "awscur.Plan")
	p := plan{suffixes: newSuffixes(files), claimed: map[string]bool{}}
	for _, f := range slices.Sorted(slices.Values(files)) {
		if !IsManifest(f) {
			continue
		}
		m, err := read(f, open)
		if err != nil {
			return nil, err
		}
		p.manifests = append(p.manifests, located{path: f, Manifest: m})
	}
	if err := p.choose(); err != nil {
		return nil, err
	}
	p.sweep(files)
	return p.deliveries, nil
}

// IsManifest tells a manifest by its name: <report>-Manifest.json of AWS, or the
// manifest.json that Azure writes beside an export.
func IsManifest(name string) bool {
	return strings.HasSuffix(strings.ToLower(path.Base(name)), "manifest.json")
}

func read(name string, open func(string) (io.ReadCloser, error)) (m Manifest, err error) {
	r, err := open(name)
	if err != nil {
		return Manifest{}, err
	}
	defer func() {
		if cerr := r.Close(); err == nil {
			err = cerr
		}
	}()
	m, err = ParseManifest(r)
	if e, ok := fault.As(err); ok {
		return m, e.At(fault.Place{File: name})
	}
	if m.BillingPeriod == 0 {
		m.BillingPeriod = periodOf(name)
	}
	if m.ReportName == "" {
		m.ReportName = reportOf(name)
	}
	return m, err
}

// located is a manifest and where it was found.
type located struct {
	path string
	Manifest
}

type plan struct {
	suffixes   suffixes
	manifests  []located
	deliveries []Delivery
	claimed    map[string]bool // files that a delivery reads
}

// key identifies what a newer delivery replaces.
type key struct {
	root, account, report string
	month                 period.Month
}

// choose takes one manifest per report and period. The one nearest to the root
// is the period's own; those below belong to single assemblies, and its copy.
func (p *plan) choose() error {
	best := map[key]located{}
	var order []key
	for _, m := range p.manifests {
		k := key{m.root(), m.Account, m.ReportName, m.BillingPeriod}
		old, ok := best[k]
		if !ok {
			order = append(order, k)
		}
		if !ok || depth(m.path) < depth(old.path) || depth(m.path) == depth(old.path) && m.path > old.path {
			best[k] = m
		}
	}
	for _, k := range order {
		m := best[k]
		d := Delivery{Report: m.ReportName, Account: m.Account, Assembly: m.Assembly,
			BillingPeriod: m.BillingPeriod, Manifest: m.path}
		for _, want := range m.Keys {
			file, ok := p.suffixes.find(want, path.Dir(m.path))
			if !ok {
				return fault.New(fault.KindInvalid, "bill.manifest_file_missing").
					With("manifest", m.path).With("file", want).At(fault.Place{File: m.path, Value: want})
			}
			if !p.claimed[file] {
				p.claimed[file] = true
				d.Files = append(d.Files, file)
			}
		}
		p.deliveries = append(p.deliveries, d)
	}
	return nil
}

// root is the folder of the report: what stands before the period folder. Two
// reports of one name in different folders are two reports.
func (m located) root() string {
	dir := path.Dir(m.path)
	if at := periodFolder.FindStringIndex(dir + "/"); at != nil {
		return strings.TrimSuffix(dir[:at[0]], "/metadata")
	}
	return dir
}

// sweep looks at data files that no manifest names. In a period folder that has
// a delivery they are older assemblies; in a Data Exports folder without a
// manifest they are a delivery under way.
func (p *plan) sweep(files []string) {
	open := map[string]*Delivery{}
	for _, f := range slices.Sorted(slices.Values(files)) {
		if p.claimed[f] || !isData(f) {
			continue
		}
		month := periodOf(f)
		if month == 0 {
			continue
		}
		root := rootOfData(f)
		if d := p.deliveryFor(root, month); d != nil {
			d.Superseded = append(d.Superseded, f)
			continue
		}
		if !exportData.MatchString("/" + f) {
			continue
		}
		k := root + "\x00" + month.String()
		if open[k] == nil {
			open[k] = &Delivery{Report: path.Base(root), BillingPeriod: month, Incomplete: true}
		}
		open[k].Files = append(open[k].Files, f)
	}
	for _, k := range slices.Sorted(maps.Keys(open)) {
		p.deliveries = append(p.deliveries, *open[k])
	}
}

func (p *plan) deliveryFor(root string, month period.Month) *Delivery {
	for i := range p.deliveries {
		d := &p.deliveries[i]
		if d.Manifest != "" && d.BillingPeriod == month && (located{path: d.Manifest}).root() == root {
			return d
		}
	}
	return nil
}

var (
	// periodFolder: 20180801-20180901/ of legacy reports, BILLING_PERIOD=2025-01/
	// (any case) of Data Exports, year=2025/month=1/ of Athena's layout.
	periodFolder = regexp.MustCompile(`(?i)(?:^|/)(?:(\d{8})-\d{8}|billing_period=(\d{4}-\d{2})|year=(\d{4})/month=(\d{1,2}))/`)
	exportData   = regexp.MustCompile(`(?i)/data/billing_period=\d{4}-\d{2}/`)
)

// periodOf reads the billing period off a path; no month when it says none.
func periodOf(name string) period.Month {
	m := periodFolder.FindStringSubmatch(name)
	if m == nil {
		return 0
	}
	layout, text := "20060102", m[1]
	switch {
	case m[2] != "":
		layout, text = "2006-01", m[2]
	case m[3] != "":
		layout, text = "2006-1", m[3]+"-"+strings.TrimLeft(m[4], "0")
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		return 0
	}
	return period.MonthOf(t)
}

// rootOfData is the folder of the report that a data file belongs to.
func rootOfData(name string) string {
	at := periodFolder.FindStringIndex(name)
	return strings.TrimSuffix(name[:at[0]], "/data")
}

// reportOf reads the report's name off its manifest's: <report>-Manifest.json.
func reportOf(manifest string) string {
	base := path.Base(manifest)
	return strings.TrimRight(base[:len(base)-len("manifest.json")], "-_")
}

// isData: what a report can be delivered as. Status files, SQL helpers and
// READMEs that AWS puts beside them are not.
func isData(name string) bool {
	name = strings.ToLower(name)
	for _, ext := range []string{".csv", ".csv.gz", ".csv.zip", ".csv.zst", ".gz", ".zip", ".parquet"} {
		if strings.HasSuffix(name, ext) {
			return true
		}
	}
	return false
}

func depth(name string) int { return strings.Count(name, "/") }
