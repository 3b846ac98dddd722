package literal

import "strings"

// template walks a CloudFormation template. Intrinsic functions work in the
// properties of resources and in outputs, nowhere else that matters here.
func (w *walker) template(d *node) {
	for _, section := range d.fields {
		path := []string{section.key.text}
		switch section.key.text {
		case "Resources":
			for _, r := range section.value.fields {
				w.templateResource(r, step(path, r.key.text))
			}
		case "Outputs":
			for _, o := range section.value.fields {
				w.output(o.value, step(path, o.key.text))
			}
		case "Description": // words for people, which deploy nothing
		default:
			w.plain(section.value, path)
		}
	}
}

func (w *walker) templateResource(r field, path []string) {
	w.resource = r.value.get("Type").word()
	w.keep(w.resource, r.key.text, r.value.get("Properties"))
	for _, a := range r.value.fields {
		if a.key.text == "Properties" && !strings.HasPrefix(r.key.text, "Fn::") {
			w.value(a.value, step(path, "Properties"))
			continue
		}
		w.plain(a.value, step(path, a.key.text))
	}
	w.resource = ""
}

func (w *walker) output(o *node, path []string) {
	for _, a := range o.fields {
		if a.key.text == "Value" || a.key.text == "Export" {
			w.value(a.value, step(path, a.key.text))
			continue
		}
		w.plain(a.value, step(path, a.key.text))
	}
}

// value walks where an intrinsic function may stand.
func (w *walker) value(n *node, path []string) {
	if n.tag != "" {
		argument := *n
		argument.tag = ""
		w.function("Fn::"+strings.TrimPrefix(n.tag, "!"), &argument, path, true)
		return
	}
	switch n.kind {
	case kindMap:
		if len(n.fields) == 1 && isFunction(n.fields[0].key.text) {
			w.function(n.fields[0].key.text, n.fields[0].value, path, false)
			return
		}
		for _, f := range n.fields {
			w.key(f.key, path)
			w.value(f.value, step(path, f.key.text))
		}
	case kindList:
		for _, item := range n.items {
			w.value(item, path)
		}
	default:
		w.scalar(n, path, rewriteYAML)
	}
}

func isFunction(key string) bool { return key == "Ref" || strings.HasPrefix(key, "Fn::") }

// function walks the arguments of an intrinsic function: only where
// CloudFormation documents that Fn::Sub may stand is anything rewritten. short
// is the form with a tag, after which YAML has no second one.
func (w *walker) function(name string, arg *node, path []string, short bool) {
	inner := step(path, name)
	argument := func(i int) *node {
		if arg.kind == kindList && i < len(arg.items) {
			return arg.items[i]
		}
		return &node{}
	}
	switch name {
	case "Fn::Sub":
		if arg.kind == kindScalar {
			w.scalar(arg, inner, rewriteInside)
			return
		}
		w.scalar(argument(0), inner, rewriteInside)
		for _, f := range argument(1).fields {
			w.value(f.value, step(inner, f.key.text))
		}
	case "Fn::Join":
		if parts := argument(1); parts.kind == kindList && parts.tag == "" {
			for _, p := range parts.items {
				w.value(p, inner)
			}
			return
		}
		w.plain(arg, inner)
	case "Fn::If":
		w.plain(argument(0), inner)
		w.value(argument(1), inner)
		w.value(argument(2), inner)
	case "Fn::Split":
		w.plain(argument(0), inner)
		w.value(argument(1), inner)
	case "Fn::Base64", "Fn::ImportValue":
		if short && arg.kind == kindScalar {
			w.scalar(arg, inner, rewriteNone)
			return
		}
		w.value(arg, inner)
	default:
		w.plain(arg, inner)
	}
}
