package template

import (
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/source/hcldepth"
)

// terraform reads a file of Terraform's language.
func (r *reader) terraform(text []byte) error {
	start := hcl.Pos{Line: 1, Column: 1}
	if line := hcldepth.Line(text); line > 0 {
		return tooDeep(r.name, line)
	}
	file, diags := hclsyntax.ParseConfig(text, r.name, start)
	if diags.HasErrors() {
		line := 0
		if at := diags[0].Subject; at != nil {
			line = at.Start.Line
		}
		return unreadable(r.name, line, diags)
	}
	r.reading.Format = region.FormatTerraform
	w := &hclWalker{reader: r, text: text}
	w.body(file.Body.(*hclsyntax.Body))
	return nil
}

type hclWalker struct {
	*reader
	text []byte
}

func (w *hclWalker) at(rng hcl.Range) region.Place {
	from := rng.Start.Byte - (rng.Start.Column - 1)
	column := rng.Start.Column
	if from >= 0 && from <= rng.Start.Byte {
		column = utf8.RuneCount(w.text[from:rng.Start.Byte]) + 1
	}
	return region.Place{File: w.name, Line: rng.Start.Line, Column: column}
}

func (w *hclWalker) body(b *hclsyntax.Body) {
	for _, block := range b.Blocks {
		switch {
		case (block.Type == "resource" || block.Type == "data" || block.Type == "ephemeral") && len(block.Labels) == 2:
			w.resource(block)
		case block.Type == "module":
			w.module(block)
		case block.Type == "terraform":
			w.settings(block)
		case block.Type == "import" || block.Type == "moved" || block.Type == "removed" || block.Type == "check":
		default:
			w.inside(block.Body)
		}
	}
	for _, a := range ordered(b) { // terraform.tfvars
		w.expression(a.Expr)
	}
}

// passive are data sources that ask nothing of a service that matters: they
// compute, or tell where the provider runs.
func passive(kind string) bool {
	switch kind {
	case "aws_region", "aws_regions", "aws_partition", "aws_caller_identity", "aws_availability_zones", "aws_availability_zone", "aws_arn", "aws_default_tags",
		"aws_service", "aws_service_principal", "aws_ip_ranges", "aws_iam_policy_document", "aws_elb_service_account", "aws_canonical_user_id",
		"aws_billing_service_account", "aws_cloudtrail_service_account", "aws_redshift_service_account", "aws_ec2_instance_type", "aws_ec2_instance_types",
		"aws_ec2_instance_type_offering", "aws_ec2_instance_type_offerings":
		return true
	}
	return false
}

func (w *hclWalker) resource(block *hclsyntax.Block) {
	kind := block.Labels[0]
	at := w.at(block.LabelRanges[0])
	if block.Type != "data" || !passive(kind) {
		w.terraformType(kind, at, func(attribute string) string { return literalOf(block.Body, attribute) })
	}
	if kind == "aws_iam_policy_document" {
		w.policyBlocks(block.Body)
		return
	}
	w.inside(block.Body)
}

// terraformType keeps the service of a resource type.
func (r *reader) terraformType(kind string, at region.Place, attribute func(string) string) {
	switch {
	case strings.HasPrefix(kind, "awscc_"):
		name, _, _ := strings.Cut(strings.TrimPrefix(kind, "awscc_"), "_")
		s, known := r.catalogue.Find(region.KindCDK, "aws-"+name)
		r.add(region.KindTerraform, s, known, at, kind, true)
		return
	case !strings.HasPrefix(kind, "aws_"):
		return
	case (kind == "aws_rds_cluster" || kind == "aws_rds_cluster_instance" || kind == "aws_rds_global_cluster") && strings.HasPrefix(attribute("engine"), "aurora"):
		r.service("aurora", region.KindTerraform, at, kind)
	case kind == "aws_vpc_endpoint" && attribute("vpc_endpoint_type") == "Interface":
		r.service("privatelink", region.KindTerraform, at, kind)
	default:
		r.find(region.KindTerraform, kind, at, kind, true)
	}
	if attribute("launch_type") == "FARGATE" {
		r.service("fargate", region.KindTerraform, at, "launch_type = FARGATE")
	}
}

// ordered gives attributes in the order of the file; the parser has a map.
func ordered(b *hclsyntax.Body) []*hclsyntax.Attribute {
	list := make([]*hclsyntax.Attribute, 0, len(b.Attributes))
	for _, a := range b.Attributes {
		list = append(list, a)
	}
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j].NameRange.Start.Byte < list[j-1].NameRange.Start.Byte; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
	return list
}

// literalOf is the plain text of an attribute, or "".
func literalOf(b *hclsyntax.Body, name string) string {
	a, ok := b.Attributes[name]
	if !ok {
		return ""
	}
	text, _ := literal(a.Expr)
	return text
}

// literal is the value of a string without placeholders.
func literal(e hclsyntax.Expression) (string, bool) {
	t, ok := e.(*hclsyntax.TemplateExpr)
	if !ok || len(t.Parts) != 1 {
		return "", false
	}
	v, ok := t.Parts[0].(*hclsyntax.LiteralValueExpr)
	if !ok || v.Val.IsNull() || v.Val.Type().FriendlyName() != "string" {
		return "", false
	}
	return v.Val.AsString(), true
}

// inside walks the attributes and blocks of a body.
func (w *hclWalker) inside(b *hclsyntax.Body) {
	for _, a := range ordered(b) {
		switch a.Name {
		case "description", "comment", "tags":
			continue
		case "requires_compatibilities":
			w.compatibilities(a)
		case "log_driver", "logDriver":
			if v, _ := literal(a.Expr); v == "awslogs" {
				w.service("cloudwatch-logs", region.KindTerraform, w.at(a.NameRange), a.Name+" = awslogs")
			}
		}
		w.expression(a.Expr)
	}
	for _, block := range b.Blocks {
		if block.Type == "capacity_provider_strategy" && strings.HasPrefix(literalOf(block.Body, "capacity_provider"), "FARGATE") {
			w.service("fargate", region.KindTerraform, w.at(block.TypeRange), "capacity_provider = FARGATE")
		}
		w.inside(block.Body)
	}
}

func (w *hclWalker) compatibilities(a *hclsyntax.Attribute) {
	if list, ok := a.Expr.(*hclsyntax.TupleConsExpr); ok {
		for _, e := range list.Exprs {
			if v, _ := literal(e); v == "FARGATE" {
				w.service("fargate", region.KindTerraform, w.at(e.Range()), "FARGATE")
			}
		}
	}
}

// expression finds statements and literals in an expression.
func (w *hclWalker) expression(e hclsyntax.Expression) {
	_ = hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics {
		switch x := n.(type) {
		case *hclsyntax.ObjectConsExpr:
			w.object(x)
		case *hclsyntax.TemplateExpr:
			w.template(x)
		}
		return nil
	})
}

// template reads a string as it is written: placeholders stay in it.
func (w *hclWalker) template(t *hclsyntax.TemplateExpr) {
	rng := t.Range()
	raw := string(rng.SliceBytes(w.text))
	heredoc := strings.HasPrefix(raw, "<<")
	at := w.at(rng)
	if !heredoc {
		w.literals(strings.Trim(raw, `"`), at)
		return
	}
	_, body, _ := strings.Cut(raw, "\n")
	if end := strings.LastIndexByte(body, '\n'); end >= 0 {
		body = body[:end]
	}
	at.Line, at.Column = at.Line+1, 1
	trimmed := strings.TrimSpace(body)
	if strings.HasPrefix(trimmed, "{") {
		if roots, err := parseJSON(w.name, []byte(quoted(body))); err == nil {
			nested := &reader{catalogue: w.catalogue, name: w.name, offset: region.Place{Line: at.Line - 1}}
			for _, root := range roots {
				nested.values(root)
			}
			w.reading.Finds = append(w.reading.Finds, nested.reading.Finds...)
			w.reading.Unresolved = append(w.reading.Unresolved, nested.reading.Unresolved...)
			return
		}
	}
	w.reading.Embedded = append(w.reading.Embedded, region.Embedded{Place: at, Text: body})
}

// quoted puts quotes around placeholders that stand for whole values of JSON, so
// that a policy with them can be read.
func quoted(body string) string {
	var b strings.Builder
	inString := false
	for i := 0; i < len(body); i++ {
		switch {
		case body[i] == '"' && (i == 0 || body[i-1] != '\\'):
			inString = !inString
			b.WriteByte('"')
		case strings.HasPrefix(body[i:], "${"):
			end := strings.IndexByte(body[i:], '}')
			if end < 0 {
				return body
			}
			placeholder := strings.ReplaceAll(body[i:i+end+1], `"`, "'")
			if !inString {
				placeholder = `"` + placeholder + `"`
			}
			b.WriteString(placeholder)
			i += end
		default:
			b.WriteByte(body[i])
		}
	}
	return b.String()
}

// object finds the statement of a policy in jsonencode({...}), and what a task
// definition says of logs.
func (w *hclWalker) object(o *hclsyntax.ObjectConsExpr) {
	values := map[string]hclsyntax.Expression{}
	for _, item := range o.Items {
		values[keyOf(item.KeyExpr)] = item.ValueExpr
	}
	if driver, ok := values["logDriver"]; ok {
		if v, _ := literal(driver); v == "awslogs" {
			w.service("cloudwatch-logs", region.KindTerraform, w.at(driver.Range()), "logDriver = awslogs")
		}
	}
	effect, ok := values["Effect"]
	if !ok {
		return
	}
	allow, _ := literal(effect)
	w.actions(values["Action"], allow != "Deny")
	w.actions(values["NotAction"], false)
}

// keyOf is the name of a key of an object.
func keyOf(e hclsyntax.Expression) string {
	if key, ok := e.(*hclsyntax.ObjectConsKeyExpr); ok {
		if name := hcl.ExprAsKeyword(key.Wrapped); name != "" {
			return name
		}
		text, _ := literal(key.Wrapped)
		return text
	}
	return ""
}

// actions keeps the services of one action or a list of them.
func (w *hclWalker) actions(e hclsyntax.Expression, core bool) {
	switch x := e.(type) {
	case *hclsyntax.TupleConsExpr:
		for _, one := range x.Exprs {
			w.actions(one, core)
		}
	case *hclsyntax.TemplateExpr:
		if v, ok := literal(x); ok {
			w.action(v, w.at(x.Range()), core)
		}
	}
}

// policyBlocks reads data "aws_iam_policy_document".
func (w *hclWalker) policyBlocks(b *hclsyntax.Body) {
	for _, block := range b.Blocks {
		if block.Type != "statement" && block.Type != "dynamic" {
			continue
		}
		core := literalOf(block.Body, "effect") != "Deny"
		if a, ok := block.Body.Attributes["actions"]; ok {
			w.actions(a.Expr, core)
		}
		if a, ok := block.Body.Attributes["not_actions"]; ok {
			w.actions(a.Expr, false)
		}
		w.inside(block.Body)
	}
}

// module finds the service of the well-known modules of the registry, and walks
// what is handed to any other.
func (w *hclWalker) module(block *hclsyntax.Block) {
	source := literalOf(block.Body, "source")
	source, _, _ = strings.Cut(strings.TrimPrefix(source, "registry.terraform.io/"), "//")
	if name, ok := strings.CutPrefix(source, "terraform-aws-modules/"); ok {
		name = strings.TrimSuffix(name, "/aws")
		at := w.at(block.TypeRange)
		if id, ok := moduleServices()[name]; ok {
			w.service(id, region.KindTerraform, at, source)
		} else {
			s, known := w.catalogue.Find(region.KindSDK, name)
			w.add(region.KindTerraform, s, known, at, source, true)
		}
	}
	w.inside(block.Body)
}

// moduleServices are modules of terraform-aws-modules that are not called as the
// client of their service is.
func moduleServices() map[string]region.ServiceID {
	return map[string]region.ServiceID{
		"vpc": "vpc", "security-group": "vpc", "s3-bucket": "s3", "alb": "elb", "nlb": "elb", "ec2-instance": "ec2", "key-pair": "ec2", "rds-aurora": "aurora",
		"dynamodb-table": "dynamodb", "apigateway-v2": "apigateway", "step-functions": "stepfunctions", "eventbridge": "eventbridge", "transit-gateway": "transitgateway",
		"vpn-gateway": "vpn", "customer-gateway": "vpn", "msk-kafka-cluster": "msk", "managed-service-prometheus": "prometheus", "managed-service-grafana": "grafana",
		"notify-slack": "sns", "ssm-parameter": "systems-manager", "secrets-manager": "secretsmanager", "network-firewall": "network-firewall",
		"opensearch": "opensearch", "app-runner": "apprunner", "iam": "iam", "autoscaling": "autoscaling", "memory-db": "memorydb",
		"global-accelerator": "globalaccelerator", "cloudwatch": "cloudwatch", "route53": "route53",
	}
}

// settings finds the services that keep the state.
func (w *hclWalker) settings(block *hclsyntax.Block) {
	for _, b := range block.Body.Blocks {
		if b.Type != "backend" || len(b.Labels) != 1 || b.Labels[0] != "s3" {
			continue
		}
		w.service("s3", region.KindTerraform, w.at(b.TypeRange), `backend "s3"`)
		if a, ok := b.Body.Attributes["dynamodb_table"]; ok {
			w.service("dynamodb", region.KindTerraform, w.at(a.NameRange), "dynamodb_table")
		}
	}
}
