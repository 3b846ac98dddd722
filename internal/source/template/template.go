// Package template finds what templates need: CloudFormation and SAM, Terraform
// and its plans, Kubernetes manifests for controllers that make AWS resources,
// IAM policies, and plain lists of services.
//
// It owns which types, properties, actions and names of these formats stand for
// a service, and the limits within which it reads. It does not own the aliases
// (core/region), nor programs (source/program): pieces of them that stand in a
// template are handed back as embedded text.
package template

import (
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// Read finds what a file of configuration needs. It reports false for a file that
// is none of its formats; such a file may still be a program or a document.
//
// Faults: region.too_deep, region.too_many, and region.unreadable where the name
// of the file or its beginning promises a format that it then breaks.
func Read(name string, text []byte, c *region.Catalogue) (r region.Reading, ok bool, err error) {
	rd := &reader{catalogue: c, name: name}
	switch kindOf(name, text) {
	case shapeTerraform:
		err = rd.terraform(text)
	case shapeJSON:
		roots, bad := parseJSON(name, text)
		if bad != nil {
			return r, false, bad
		}
		ok = rd.trees(roots)
		return rd.reading, ok, nil
	case shapeYAML:
		roots, bad := parseYAML(name, text)
		if bad != nil {
			return r, false, bad
		}
		ok = rd.trees(roots)
		return rd.reading, ok, nil
	case shapeText:
		ok = rd.list(string(text))
		return rd.reading, ok, nil
	default:
		return r, false, nil
	}
	return rd.reading, err == nil, err
}

type shape int

const (
	shapeOther shape = iota
	shapeTerraform
	shapeJSON
	shapeYAML
	shapeText
)

// kindOf says how a file is to be parsed, by its name and first character.
func kindOf(name string, text []byte) shape {
	base := strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
	switch ext := path.Ext(base); ext {
	case ".tf", ".hcl", ".tfvars":
		return shapeTerraform
	case ".json", ".template", ".yaml", ".yml", ".policy", "":
		first := strings.TrimLeft(string(text[:min(len(text), 512)]), "\ufeff \t\r\n")
		switch {
		case strings.HasPrefix(first, "{") || (ext == ".json" && strings.HasPrefix(first, "[")):
			return shapeJSON
		case ext == ".yaml" || ext == ".yml" || ext == ".template":
			return shapeYAML
		}
		return shapeOther
	case ".txt", ".csv", ".list":
		return shapeText
	}
	return shapeOther
}

// reader gathers what one file shows.
type reader struct {
	catalogue *region.Catalogue
	name      string
	reading   region.Reading
	offset    region.Place // of text that stands inside other text
}

// trees tells the documents of a file apart by their keys. The first that is
// known gives the format.
func (r *reader) trees(roots []*yaml.Node) bool {
	known := false
	for _, root := range roots {
		var format region.Format
		switch {
		case isPlan(root):
			format = region.FormatPlan
			r.plan(root)
		case isTerraformJSON(r.name, root):
			format = region.FormatTerraform
			r.terraformJSON(root)
		case isCloudFormation(root):
			format = region.FormatCloudFormation
			r.cloudFormation(root)
		case isPolicy(root):
			format = region.FormatPolicy
			r.policy(root, true)
		case isManifest(root):
			format = region.FormatKubernetes
			r.manifest(root)
		default:
			continue
		}
		if r.reading.Format == "" {
			r.reading.Format = format
		}
		known = true
	}
	return known
}

// add keeps a find, or what the catalogue does not know.
func (r *reader) add(kind region.Kind, s region.Service, known bool, at region.Place, evidence string, core bool) {
	f := region.Find{Service: s.ID, Place: at, Evidence: clip(evidence), Kind: kind, Strength: region.StrengthStructure, Core: core}
	if !known {
		r.reading.Unresolved = append(r.reading.Unresolved, f)
		return
	}
	r.reading.Finds = append(r.reading.Finds, f)
}

// find looks an alias up and keeps what comes of it.
func (r *reader) find(kind region.Kind, alias string, at region.Place, evidence string, core bool) {
	s, known := r.catalogue.Find(kind, alias)
	r.add(kind, s, known, at, evidence, core)
}

// service keeps a find of a service that a property shows.
func (r *reader) service(id region.ServiceID, kind region.Kind, at region.Place, evidence string) {
	s, known := r.catalogue.Get(id)
	r.add(kind, s, known, at, evidence, true)
}

// place is where a node stands.
func (r *reader) place(n *yaml.Node) region.Place {
	return region.Place{File: r.name, Line: n.Line + r.offset.Line, Column: n.Column}
}

// literals keeps the ARNs, hosts and principals of a string. Text of several
// lines is handed back: it is a script or a document of its own.
func (r *reader) literals(text string, at region.Place) {
	if strings.Contains(text, "\n") || strings.Contains(text, "aws ") {
		r.reading.Embedded = append(r.reading.Embedded, region.Embedded{Place: at, Text: text})
		return
	}
	for _, l := range r.catalogue.Literals(text) {
		s, known := r.catalogue.Get(l.Service)
		if l.Kind == region.KindPrincipal && !known {
			continue // any sub-domain of amazonaws.com
		}
		r.add(l.Kind, s, known, at, l.Text, !l.Object)
	}
}

// clip keeps evidence short: it is shown on one line.
func clip(s string) string {
	const most = 120
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}
