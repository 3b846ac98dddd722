package region

import (
	"slices"
	"strings"
)

// Literal is an ARN, a host name, a service principal or the name of a VPC
// endpoint service that stands in a text.
type Literal struct {
	At      int // byte offset
	Text    string
	Kind    Kind
	Service ServiceID // empty where the catalogue does not know it
	// Object says that the text only names something stored behind it, such as a
	// file in S3 that is downloaded from a link.
	Object bool
}

// Literals finds what stands for a service in a string of a template or program,
// in order. Placeholders (${AWS::Partition}, ${var.region}) may stand anywhere.
func (c *Catalogue) Literals(text string) []Literal {
	var found []Literal
	if strings.Contains(text, "arn:") {
		found = c.arns(text)
	}
	if strings.Contains(text, ".") {
		found = append(append(found, c.hosts(text)...), c.endpointServices(text)...)
	}
	slices.SortStableFunc(found, func(a, b Literal) int { return a.At - b.At })
	return found
}

// arns finds arn:partition:service:..., and the service that a managed policy is for.
func (c *Catalogue) arns(text string) []Literal {
	var found []Literal
	for at := 0; ; {
		i := strings.Index(text[at:], "arn:")
		if i < 0 {
			return found
		}
		i += at
		at = i + len("arn:")
		if i > 0 && wordByte(text[i-1]) {
			continue
		}
		partition := field(text[at:])
		if partition == "" || !strings.HasPrefix(text[at+len(partition):], ":") || !(strings.HasPrefix(partition, "aws") || strings.Contains(partition, "$")) {
			continue
		}
		rest := text[at+len(partition)+1:]
		service := field(rest)
		if service == "" || service == "*" || strings.Contains(service, "$") || !strings.HasPrefix(rest[len(service):], ":") {
			continue
		}
		whole := text[i : len(text)-len(rest)+run(rest, arnByte)]
		l := Literal{At: i, Text: whole, Kind: KindARN}
		if s, ok := c.Find(KindARN, service); ok {
			l.Service = s.ID
		}
		found = append(found, l)
		if s, ok := c.managedPolicy(whole); ok {
			found = append(found, Literal{At: i, Text: whole, Kind: KindIAM, Service: s})
		}
	}
}

// policySuffixes end the names of managed policies after the name of a service.
func policySuffixes() []string {
	return []string{"FullAccess", "ReadOnlyAccess", "PowerUser", "ReadOnly", "Access"}
}

// managedPolicy gives the service that an AWS managed policy is named after.
func (c *Catalogue) managedPolicy(arn string) (ServiceID, bool) {
	_, name, ok := strings.Cut(arn, ":iam::aws:policy/")
	if !ok {
		return "", false
	}
	name = name[strings.LastIndexByte(name, '/')+1:]
	for _, suffix := range policySuffixes() {
		if short, cut := strings.CutSuffix(name, suffix); cut {
			if s, known := c.Find(KindName, short); known {
				return s.ID, true
			}
		}
	}
	return "", false
}

// hosts finds <labels>.amazonaws.com and the domains that belong to one service.
func (c *Catalogue) hosts(text string) []Literal {
	var found []Literal
	for _, suffix := range []string{".amazonaws.com", ".${AWS::URLSuffix}", ".${data.aws_partition.current.dns_suffix}"} {
		for at := 0; ; {
			i := strings.Index(text[at:], suffix)
			if i < 0 {
				break
			}
			i += at
			at = i + len(suffix)
			start := i
			for start > 0 && hostByte(text, start-1) {
				start--
			}
			end := at
			if strings.HasPrefix(text[end:], ".cn") {
				end += len(".cn")
			}
			if l, ok := c.host(text[start:i]); ok {
				l.At, l.Text = start, text[start:end]
				path := strings.HasPrefix(text[end:], "/") && end+1 < len(text)
				if strings.HasSuffix(text[:start], "//") {
					l.Kind = KindEndpoint
				}
				l.Object = l.Service == "s3" && path && l.Kind == KindEndpoint
				found = append(found, l)
			}
		}
	}
	for _, own := range ownDomains() {
		domain, service := own.domain, own.service
		for at := 0; ; {
			i := strings.Index(text[at:], domain)
			if i < 0 {
				break
			}
			i += at
			at = i + len(domain)
			if at < len(text) && (wordByte(text[at]) || (text[at] == '.' && at+1 < len(text) && wordByte(text[at+1]))) {
				continue
			}
			start := i
			for start > 0 && hostByte(text, start-1) {
				start--
			}
			found = append(found, Literal{At: start, Text: text[start:at], Kind: KindEndpoint, Service: service})
		}
	}
	return found
}

// ownDomains are domains below which only one service lives.
func ownDomains() []ownDomain {
	return []ownDomain{
		{".cloudfront.net", "cloudfront"}, {".cloudfront.cn", "cloudfront"}, {".awsapprunner.com", "apprunner"},
		{".elasticbeanstalk.com", "elasticbeanstalk"}, {".amazoncognito.com", "cognito"}, {".awsglobalaccelerator.com", "globalaccelerator"},
		{"public.ecr.aws", "ecr-public"}, {".my.connect.aws", "connect"}, {".awsapps.com", "identity-center"}, {".amplifyapp.com", "amplify"},
	}
}

type ownDomain struct {
	domain  string
	service ServiceID
}

// host reads the labels before the domain: regions and what says how to reach a
// service are dropped, then the last one or two name it.
func (c *Catalogue) host(labels string) (Literal, bool) {
	var kept []string
	regional := false
	for _, l := range splitHost(labels) {
		switch {
		case IsRegion(l) || strings.Contains(l, "$"):
			regional = true
		case l == "dualstack" || l == "fips" || l == "":
		default:
			kept = append(kept, strings.ToLower(strings.TrimSuffix(l, "-fips")))
		}
	}
	if len(kept) == 0 {
		return Literal{}, false
	}
	last := kept[len(kept)-1]
	if old, ok := strings.CutPrefix(last, "s3-"); ok && (IsRegion(old) || IsRegion(strings.TrimPrefix(old, "website-"))) {
		last, regional = "s3", true
	}
	if len(kept) == 1 && !regional {
		l := Literal{Kind: KindPrincipal}
		if s, ok := c.Find(KindPrincipal, last); ok {
			l.Service = s.ID
		}
		return l, last != "console" && last != "s3-website"
	}
	l := Literal{Kind: KindEndpoint}
	if len(kept) > 1 {
		if s, ok := c.Find(KindEndpoint, kept[len(kept)-2]+"."+last); ok {
			l.Service = s.ID
			return l, true
		}
	}
	switch last {
	case "compute", "compute-1":
		last = "ec2"
	case "cache", "serverless-cache":
		last = "elasticache"
	case "elb":
		last = "elasticloadbalancing"
	case "vpce", "on":
		return c.host(strings.Join(kept[:len(kept)-1], "."))
	}
	for _, kind := range []Kind{KindEndpoint, KindIAM, KindPrincipal} {
		if s, ok := c.Find(kind, last); ok {
			l.Service = s.ID
			return l, true
		}
	}
	return l, true
}

// endpointServices finds com.amazonaws.<region>.<service>, as VPC endpoints name
// what they lead to.
func (c *Catalogue) endpointServices(text string) []Literal {
	var found []Literal
	const prefix = "com.amazonaws."
	for at := 0; ; {
		i := strings.Index(text[at:], prefix)
		if i < 0 {
			return found
		}
		i += at
		at = i + len(prefix)
		end := at
		for end < len(text) && hostByte(text, end) {
			end++
		}
		labels := splitHost(text[at:end])
		if len(labels) < 2 || !(IsRegion(labels[0]) || strings.Contains(labels[0], "$")) {
			continue
		}
		l := Literal{At: i, Text: text[i:end], Kind: KindEndpoint}
		for cut := 1; cut < len(labels) && l.Service == ""; cut++ {
			name := strings.ToLower(strings.Join(labels[cut:], "."))
			for _, kind := range []Kind{KindEndpoint, KindIAM, KindSDK} {
				if s, ok := c.Find(kind, name); ok {
					l.Service = s.ID
					break
				}
			}
		}
		found = append(found, l)
	}
}

// IsRegion reports whether a label is shaped like the code of a region.
func IsRegion(label string) bool {
	parts := strings.Split(label, "-")
	if len(parts) < 3 || len(parts[0]) < 2 || len(parts[0]) > 4 {
		return false
	}
	last := parts[len(parts)-1]
	if len(last) != 1 || last[0] < '1' || last[0] > '9' {
		return false
	}
	for _, p := range parts[:len(parts)-1] {
		if p == "" || strings.ContainsFunc(p, func(r rune) bool { return r < 'a' || r > 'z' }) {
			return false
		}
	}
	return true
}

// field is the text up to the next colon outside of a placeholder.
func field(s string) string {
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], "${"):
			end := strings.IndexByte(s[i:], '}')
			if end < 0 {
				return ""
			}
			i += end
		case s[i] == ':':
			return s[:i]
		case !wordByte(s[i]) && s[i] != '-' && s[i] != '*':
			return ""
		}
	}
	return ""
}

// splitHost splits at dots outside of placeholders.
func splitHost(host string) []string {
	var labels []string
	start, depth := 0, 0
	for i := 0; i < len(host); i++ {
		switch host[i] {
		case '{':
			depth++
		case '}':
			depth--
		case '.':
			if depth == 0 {
				labels = append(labels, host[start:i])
				start = i + 1
			}
		}
	}
	return append(labels, host[start:])
}

func run(s string, in func(byte) bool) int {
	n := 0
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}

func wordByte(b byte) bool {
	return b == '_' || (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z')
}

func arnByte(b byte) bool { return wordByte(b) || strings.IndexByte("-:/*.+=@$#{}", b) >= 0 }

// hostByte reports whether a byte can be part of a host name with placeholders.
// Inside of a placeholder dots, colons and brackets belong to it.
func hostByte(text string, i int) bool {
	b := text[i]
	if wordByte(b) || b == '-' || b == '.' || b == '$' || b == '{' || b == '}' {
		return true
	}
	if b != ':' && b != '[' && b != ']' {
		return false
	}
	open, end := strings.LastIndex(text[:i], "${"), -1
	if open >= 0 {
		end = strings.IndexByte(text[open:], '}')
	}
	return open >= 0 && end >= 0 && open+end > i && i-open < 80
}
