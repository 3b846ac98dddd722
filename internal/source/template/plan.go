package template

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// isPlan tells the JSON of terraform show -json.
func isPlan(root *yaml.Node) bool {
	return get(root, "format_version") != nil && (get(root, "planned_values") != nil || get(root, "resource_changes") != nil || get(root, "values") != nil)
}

// plan walks what will be there when it is applied.
func (r *reader) plan(root *yaml.Node) {
	for _, key := range []string{"planned_values", "values"} {
		r.planModule(dig(root, key, "root_module"))
	}
	if get(root, "planned_values") == nil && get(root, "values") == nil {
		for _, change := range items(get(root, "resource_changes")) {
			if actions := items(dig(change, "change", "actions")); len(actions) == 1 && text(actions[0]) == "delete" {
				continue
			}
			r.planned(change, dig(change, "change", "after"))
		}
	}
}

func (r *reader) planModule(module *yaml.Node) {
	for _, resource := range items(get(module, "resources")) {
		r.planned(resource, get(resource, "values"))
	}
	for _, child := range items(get(module, "child_modules")) {
		r.planModule(child)
	}
}

func (r *reader) planned(resource, values *yaml.Node) {
	at := get(resource, "type")
	kind := text(at)
	if kind == "" || (text(get(resource, "mode")) == "data" && passive(kind)) {
		return
	}
	r.terraformType(kind, r.place(at), func(name string) string { return text(get(values, name)) })
	for _, c := range items(get(values, "requires_compatibilities")) {
		if text(c) == "FARGATE" {
			r.service("fargate", region.KindTerraform, r.place(c), "FARGATE")
		}
	}
	r.planValues(values)
}

// planValues walks attributes; policies stand in them as JSON in a string. Tags
// and computed copies of tags say nothing.
func (r *reader) planValues(n *yaml.Node) {
	if n == nil {
		return
	}
	switch n.Kind {
	case yaml.MappingNode:
		entries(n, func(key, value *yaml.Node) {
			if key.Value != "tags" && key.Value != "tags_all" && key.Value != "description" {
				r.planValues(value)
			}
		})
	case yaml.SequenceNode:
		for _, c := range n.Content {
			r.planValues(c)
		}
	case yaml.ScalarNode:
		if strings.HasPrefix(n.Value, "{") {
			if roots, err := parseJSON(r.name, []byte(n.Value)); err == nil {
				inner := &reader{catalogue: r.catalogue, name: r.name, offset: region.Place{Line: n.Line - 1}}
				for _, root := range roots {
					inner.values(root)
				}
				for _, f := range inner.reading.Finds {
					f.Place = r.place(n)
					r.reading.Finds = append(r.reading.Finds, f)
				}
				return
			}
		}
		r.literals(n.Value, r.place(n))
	default: // JSON has neither documents nor aliases
	}
}

// isTerraformJSON tells *.tf.json, and what CDK for Terraform writes.
func isTerraformJSON(name string, root *yaml.Node) bool {
	if strings.HasSuffix(strings.ToLower(name), ".tf.json") {
		return true
	}
	return get(root, "terraform") != nil && (get(root, "resource") != nil || get(root, "data") != nil || get(root, "provider") != nil)
}

// terraformJSON walks {"resource": {"type": {"name": {...}}}}.
func (r *reader) terraformJSON(root *yaml.Node) {
	for _, section := range []string{"resource", "data"} {
		entries(get(root, section), func(kind, named *yaml.Node) {
			if section == "data" && passive(kind.Value) {
				return
			}
			entries(named, func(_, body *yaml.Node) {
				for _, b := range items(body) {
					r.terraformType(kind.Value, r.place(kind), func(name string) string { return text(get(b, name)) })
					r.planValues(b)
				}
			})
		})
	}
	if backend := dig(root, "terraform", "backend", "s3"); backend != nil {
		r.service("s3", region.KindTerraform, r.place(backend), `backend "s3"`)
	}
}
