package awscur

import (
	"errors"
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
		if errors.Is(err, errNamesNoFiles) && strings.EqualFold(path.Base(slashed(f)), "manifest.json") {
			continue // a name that many programs use
		}
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
	return strings.HasSuffix(strings.ToLower(path.Base(slashed(name))), "manifest.json")
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

// choose takes one manifest per report and period, and what the others name and
// it does not is superseded.
func (p *plan) choose() error {
	best, others := map[key]located{}, map[key][]located{}
	var order []key
	for _, m := range p.manifests {
		k := key{m.root(), m.Account, m.ReportName, m.BillingPeriod}
		old, ok := best[k]
		switch {
		case !ok:
			order = append(order, k)
			best[k] = m
		case m.newerThan(old):
			best[k], others[k] = m, append(others[k], old)
		default:
			others[k] = append(others[k], m)
		}
	}
	for _, k := range order {
		m := best[k]
		d := Delivery{Report: m.ReportName, Account: m.Account, Assembly: m.Assembly,
			BillingPeriod: m.BillingPeriod, Manifest: m.path}
		for _, want := range m.Keys {
			file, ok := p.suffixes.find(want, m.dir())
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
	for i, k := range order {
		p.supersede(&p.deliveries[i], others[k])
	}
	return nil
}

// supersede sets aside what older manifests of a delivery name. Their files may
// be gone: nobody needs them.
func (p *plan) supersede(d *Delivery, older []located) {
	for _, m := range older {
		for _, want := range m.Keys {
			if file, ok := p.suffixes.find(want, m.dir()); ok && !p.claimed[file] {
				p.claimed[file] = true
				d.Superseded = append(d.Superseded, file)
			}
		}
	}
}

// newerThan: a run that was asked for later wins. Where manifests do not say,
// the one nearest to the root is the period's own and those below belong to
// single assemblies; among equals the later name, since runs are named by time.
func (m located) newerThan(old located) bool {
	if !m.Submitted.Equal(old.Submitted) {
		return m.Submitted.After(old.Submitted)
	}
	if depth(m.path) != depth(old.path) {
		return depth(m.path) < depth(old.path)
	}
	return m.path > old.path
}

func (m located) dir() string { return path.Dir(slashed(m.path)) }

// root is the folder of the report: what stands before the period folder. Two
// reports of one name in different folders are two reports.
func (m located) root() string {
	dir := m.dir()
	if at := periodFolder.FindStringIndex(dir + "/"); at != nil {
		return strings.TrimSuffix(dir[:at[0]], "/metadata")
	}
	return dir
}

// sweep looks at data files that no manifest names. In a period folder that has
// a delivery they are older assemblies; in a Data Exports folder without a
// manifest they are a delivery under way. An Azure folder may hold many exports
// for one period, so nothing is concluded from lying in it.
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
		if !exportData.MatchString("/" + slashed(f)) {
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
		aws := d.Manifest != "" && !strings.EqualFold(path.Base(slashed(d.Manifest)), "manifest.json")
		if aws && d.BillingPeriod == month && (located{path: d.Manifest}).root() == root {
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
	m := periodFolder.FindStringSubmatch(slashed(name))
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
	name = slashed(name)
	at := periodFolder.FindStringIndex(name)
	return strings.TrimSuffix(name[:at[0]], "/data")
}

// reportOf reads the report's name off its manifest's: <report>-Manifest.json.
func reportOf(manifest string) string {
	base := path.Base(slashed(manifest))
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

func depth(name string) int { return strings.Count(slashed(name), "/") }

// slashed makes members of an archive ("bills.zip!2025/a.csv") paths like others.
func slashed(name string) string { return strings.ReplaceAll(name, "!", "/") }
