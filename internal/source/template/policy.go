package template

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// isPolicy tells an IAM policy that stands by itself.
func isPolicy(root *yaml.Node) bool {
	for _, s := range items(get(root, "Statement")) {
		if isStatement(s) {
			return true
		}
	}
	for _, key := range []string{"PolicyDocument", "AssumeRolePolicyDocument"} {
		if inner := get(root, key); inner != nil && isPolicy(inner) {
			return true
		}
	}
	return false
}

func isStatement(n *yaml.Node) bool {
	effect := text(get(n, "Effect"))
	return (effect == "Allow" || effect == "Deny") && (get(n, "Action") != nil || get(n, "NotAction") != nil)
}

// policy walks a policy document.
func (r *reader) policy(root *yaml.Node, _ bool) { r.values(root) }

// statement keeps the services of its actions. What is denied is mentioned: the
// thing does without it.
func (r *reader) statement(n *yaml.Node) {
	core := text(get(n, "Effect")) == "Allow"
	for _, a := range items(get(n, "Action")) {
		r.action(text(a), r.place(a), core)
	}
	for _, a := range items(get(n, "NotAction")) {
		r.action(text(a), r.place(a), false)
	}
}

// action keeps the service of prefix:Action. A bare * names none.
func (r *reader) action(action string, at region.Place, core bool) {
	prefix, _, ok := strings.Cut(action, ":")
	if !ok || prefix == "" || strings.ContainsAny(prefix, "*${ ") {
		return
	}
	r.find(region.KindIAM, prefix, at, action, core)
}
