package importing

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sevenfold/sevenfold/internal/core/batch"
	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/source"
	"github.com/sevenfold/sevenfold/internal/source/awscur"
)

// plan lets the manifests of a delivery decide which of its files count, and in
// which order; what no manifest speaks of is read as it was found. Companions
// of an export that are no data (read-me files, other JSON) are left out and
// reported, unless the user named them.
func plan(entries []source.Entry, named []string) ([]source.Entry, []batch.Finding, error) {
	byName := map[string]source.Entry{}
	var names []string
	for _, e := range entries {
		name := filepath.ToSlash(e.Name())
		byName[name] = e
		names = append(names, name)
	}
	deliveries, err := awscur.Plan(names, func(name string) (io.ReadCloser, error) { return byName[name].Open() })
	if err != nil {
		return nil, nil, err
	}
	var planned []source.Entry
	var findings []batch.Finding
	settled := map[string]bool{}
	for _, d := range deliveries {
		if d.Incomplete && !allNamed(d.Files, byName, named) {
			return nil, nil, fault.New(fault.KindInvalid, "bill.delivery_incomplete").With("report", d.Report).
				With("period", d.BillingPeriod.String()).At(fault.Place{File: first(d.Files)})
		}
		for _, f := range d.Files {
			planned, settled[f] = append(planned, byName[f]), true
		}
		for _, f := range d.Superseded {
			settled[f] = true
			findings = append(findings, batch.Finding{Rule: "file_superseded", Severity: batch.SeverityInfo, Count: 1, Example: d.Assembly, File: f})
		}
	}
	for _, name := range names {
		e := byName[name]
		switch {
		case settled[name] || awscur.IsManifest(name):
		case companion(e) && !slices.Contains(named, e.Path):
			findings = append(findings, batch.Finding{Rule: "file_skipped", Severity: batch.SeverityInfo, Count: 1, File: e.Name()})
		default:
			planned = append(planned, e)
		}
	}
	return planned, findings, nil
}

// allNamed reports that the user asked for exactly these files, so that their
// being without a manifest is the user's decision.
func allNamed(files []string, byName map[string]source.Entry, named []string) bool {
	for _, f := range files {
		if !slices.Contains(named, byName[f].Path) {
			return false
		}
	}
	return len(files) > 0
}

func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// companion tells files that stand beside data in an export.
func companion(e source.Entry) bool {
	switch e.Kind {
	case source.KindJSON, source.KindPDF, source.KindBinary, source.KindXML, source.KindXLSX, source.KindXLS:
		return true
	case source.KindParquet, source.KindEmpty:
	case source.KindText:
		switch strings.ToLower(filepath.Ext(e.Name())) {
		case ".md", ".txt", ".html", ".log", ".yaml", ".yml", ".sql":
			return true
		}
	}
	return false
}
