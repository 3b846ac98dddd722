package awscur

import (
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/period"
)

// maxManifestBytes bounds a manifest: real ones have some hundred columns and,
// for the largest payers, some thousand keys.
const maxManifestBytes = 16 << 20

// errNamesNoFiles tells a JSON file of another purpose from a broken manifest.
var errNamesNoFiles = errors.New("the document names no files")

// Manifest is the list of files that make up one delivery of one report for one
// billing period. AWS writes it last, so its presence says that all are there.
type Manifest struct {
	Account       string // payer or exporting account; empty in exports of Data Exports that do not say
	Assembly      string // assemblyId, or executionId in Data Exports
	ReportName    string
	BillingPeriod period.Month // zero when only the manifest's path tells
	Keys          []string     // object keys without scheme and bucket, in the order of rows
	Compression   string
	ContentType   string
	Columns       []string  // headers as the files carry them; nil where it does not say
	Submitted     time.Time // when the run was asked for; zero where it does not say
}

// manifestJSON is three shapes at once: legacy reports have reportKeys and
// assemblyId; Data Exports (CUR 2.0, FOCUS) have dataFiles and executionId;
// exports of Azure Cost Management have blobs, exportConfig and runInfo.
type manifestJSON struct {
	AssemblyID  string `json:"assemblyId"`
	ExecutionID string `json:"executionId"`
	Account     string `json:"account"`
	ReportName  string `json:"reportName"`
	ExportName  string `json:"exportName"`
	ExportARN   string `json:"exportArn"`
	Compression string `json:"compression"`
	ContentType string `json:"contentType"`
	// A range in legacy reports; some exports write just "2025-01".
	BillingPeriod periodJSON       `json:"billingPeriod"`
	Bucket        string           `json:"bucket"`
	ReportKeys    []string         `json:"reportKeys"`
	DataFiles     []string         `json:"dataFiles"`
	Columns       []manifestColumn `json:"columns"`

	Blobs []struct {
		Name string `json:"blobName"`
	} `json:"blobs"`
	ExportConfig struct {
		Name       string `json:"exportName"`
		ResourceID string `json:"resourceId"`
	} `json:"exportConfig"`
	RunInfo struct {
		ID        string    `json:"runId"`
		Submitted time.Time `json:"submittedTime"`
		Start     string    `json:"startDate"`
	} `json:"runInfo"`
}

// periodJSON is {"start": ...} or a bare text.
type periodJSON struct{ Start string }

func (p *periodJSON) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &p.Start)
	}
	var full struct {
		Start string `json:"start"`
	}
	err := json.Unmarshal(b, &full)
	p.Start = full.Start
	return err
}

type manifestColumn struct {
	Category string `json:"category"`
	Name     string `json:"name"`
}

// ParseManifest reads the manifest of a report. A document that names no files
// is not one: bill.manifest_malformed.
func ParseManifest(r io.Reader) (_ Manifest, err error) {
	data, err := io.ReadAll(io.LimitReader(r, maxManifestBytes+1))
	if err != nil {
		return Manifest{}, err
	}
	malformed := fault.New(fault.KindInvalid, "bill.manifest_malformed")
	if len(data) > maxManifestBytes {
		return Manifest{}, malformed
	}
	var j manifestJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return Manifest{}, malformed.Because(err)
	}
	m := Manifest{
		Account:     firstOf(j.Account, j.ExportConfig.ResourceID),
		Assembly:    firstOf(j.AssemblyID, j.ExecutionID, j.RunInfo.ID),
		ReportName:  firstOf(j.ReportName, j.ExportName, j.ExportConfig.Name),
		Compression: j.Compression,
		ContentType: j.ContentType,
		Submitted:   j.RunInfo.Submitted,
	}
	keys := append(j.ReportKeys, j.DataFiles...)
	for _, b := range j.Blobs {
		keys = append(keys, b.Name)
	}
	for _, k := range keys {
		if k = cleanKey(k, j.Bucket); k != "" {
			m.Keys = append(m.Keys, k)
		}
	}
	if len(m.Keys) == 0 {
		return Manifest{}, malformed.Because(errNamesNoFiles)
	}
	for _, c := range j.Columns {
		if c.Category != "" {
			c.Name = c.Category + "/" + c.Name
		}
		m.Columns = append(m.Columns, c.Name)
	}
	m.readARN(j.ExportARN)
	if m.BillingPeriod, err = billingPeriod(firstOf(j.BillingPeriod.Start, j.RunInfo.Start)); err != nil {
		return Manifest{}, malformed.Because(err)
	}
	return m, nil
}

// readARN fills what only the export's ARN says:
// arn:aws:bcm-data-exports:us-east-1:123456789012:export/name-<uuid>.
func (m *Manifest) readARN(arn string) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return
	}
	m.Account = firstOf(m.Account, parts[4])
	name := strings.TrimPrefix(parts[5], "export/")
	m.ReportName = firstOf(m.ReportName, uuidSuffix.ReplaceAllString(name, ""))
}

var uuidSuffix = regexp.MustCompile(`-[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// cleanKey takes scheme, bucket and leading slashes off an object's address.
func cleanKey(key, bucket string) string {
	if rest, ok := strings.CutPrefix(key, "s3://"); ok {
		_, key, _ = strings.Cut(rest, "/")
	} else {
		key = strings.TrimPrefix(strings.TrimLeft(key, "/"), firstOf(bucket, "\x00")+"/")
	}
	return strings.Trim(key, "/")
}

// billingPeriod reads 20180801T000000.000Z and ISO forms; empty is no month.
func billingPeriod(start string) (period.Month, error) {
	if start == "" {
		return 0, nil
	}
	var err error
	for _, layout := range []string{"20060102T150405.000Z", "20060102T150405Z", time.RFC3339, "2006-01-02T15:04:05", "2006-01-02", "20060102", "2006-01"} {
		var t time.Time
		if t, err = time.Parse(layout, start); err == nil {
			return period.MonthOf(t), nil
		}
	}
	return 0, err
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
