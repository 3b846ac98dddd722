package lint

import (
	"regexp"
	"strings"
)

// prices: China bills in CNY. A budget or alarm in dollars watches nothing there,
// a price per hour in dollars is not what the customer pays.
var (
	pricePattern = regexp.MustCompile(`(?:US)?\$\s?[0-9][0-9,]*(?:\.[0-9]+)?\s?(?:/|per |每)\s?(?:hour|month|GB|request|million|year|小时|月|年|次|hr|mo)\b?|\bUSD\s?[0-9][0-9,.]*|[0-9][0-9,.]*\s?USD\b`)
)

func (c *checker) prices(l Literal) {
	if l.Key {
		return
	}
	if unit := strings.ToLower(l.last()); strings.TrimSpace(l.Text) == "USD" {
		if strings.Contains(l.Resource, "Budget") || strings.Contains(l.Resource, "budgets") || unit == "currency" || l.under("Dimensions") ||
			strings.Contains(l.Resource, "CloudWatch::Alarm") || strings.Contains(l.Resource, "cloudwatch_metric_alarm") {
			c.add("usd-price", l, 0, len(l.Text), func(f *Finding) { f.Instead = "CNY" })
			return
		}
	}
	if strings.Contains(l.Text, "api.pricing.us-east-1") {
		return // url-suffix-literal and region-literal say it
	}
	for _, m := range pricePattern.FindAllStringIndex(l.Text, -1) {
		c.add("usd-price", l, m[0], m[1], nil)
	}
}

// edges: what lives at the edge, and so in us-east-1, has no place in China.
func (c *checker) edges(l Literal) {
	key := strings.ToLower(strings.ReplaceAll(l.last(), "_", ""))
	switch {
	case l.Key:
	case l.Text == "CLOUDFRONT" && key == "scope" && (strings.Contains(l.Resource, "WAFv2") || strings.Contains(l.Resource, "wafv2")):
		c.add("edge-feature", l, 0, len(l.Text), nil)
	case l.Text == "EDGE" && (strings.Contains(l.Resource, "ApiGateway") || strings.Contains(l.Resource, "api_gateway") || strings.HasPrefix(l.Resource, "AWS::Serverless::Api")):
		c.add("edge-feature", l, 0, len(l.Text), func(f *Finding) { f.Instead = "REGIONAL" })
	}
	// The zone of every CloudFront alias record.
	if i := strings.Index(l.Text, "Z2FDTNDATAQYW2"); i >= 0 && !l.under("Mappings") {
		c.add("hosted-zone-id", l, i, i+len("Z2FDTNDATAQYW2"), func(f *Finding) { f.Instead = "Z3RFFRIM2A3IF5" })
	}
}

func isDistribution(resource string) bool {
	return resource == "AWS::CloudFront::Distribution" || resource == "aws_cloudfront_distribution"
}

// public are the resources that open something to everybody under a name of the
// customer's own: in China that name needs an ICP filing.
var public = map[string]string{
	"AWS::CloudFront::Distribution":       "DistributionConfig.Aliases",
	"aws_cloudfront_distribution":         "aliases",
	"AWS::ApiGateway::DomainName":         "DomainName",
	"AWS::ApiGatewayV2::DomainName":       "DomainName",
	"aws_api_gateway_domain_name":         "domain_name",
	"aws_apigatewayv2_domain_name":        "domain_name",
	"aws_s3_bucket_website_configuration": "bucket",
	"AWS::S3::Bucket":                     "WebsiteConfiguration",
	"Ingress":                             "spec.rules",
}

// edgeKeys and certificateKeys are properties of a distribution.
var (
	edgeKeys = []string{"DistributionConfig.DefaultCacheBehavior.LambdaFunctionAssociations", "DistributionConfig.CacheBehaviors.LambdaFunctionAssociations",
		"default_cache_behavior.lambda_function_association", "ordered_cache_behavior.lambda_function_association"}
	// CloudFront in China takes certificates of IAM's store, and none of
	// Certificate Manager, wherever it lies.
	certificateKeys = []string{"DistributionConfig.ViewerCertificate.AcmCertificateArn", "viewer_certificate.acm_certificate_arn"}
)

func (c *checker) resource(r Resource) {
	if needs, isPublic := public[r.Type]; isPublic && !c.file.SpeaksOfICP {
		c.property("icp-note", r, needs)
	}
	if isDistribution(r.Type) {
		c.property("edge-feature", r, edgeKeys...)
		c.property("cloudfront-certificate", r, certificateKeys...)
	}
}

// property keeps a finding at each of the properties that a resource sets.
func (c *checker) property(rule string, r Resource, keys ...string) {
	known, ok := FindRule(rule)
	if !ok || !known.appliesTo(c.file.Format) {
		return
	}
	for _, key := range keys {
		if m, set := r.Keys[key]; set {
			name := key[strings.LastIndex(key, ".")+1:]
			c.found = append(c.found, Finding{Rule: rule, Severity: known.Severity, Found: r.Name + "." + name,
				Place: Place{File: c.file.Name, Line: m.Line, Column: m.Column, EndColumn: m.Column + len(name)}})
		}
	}
}
