package lint

import (
	"regexp"
	"strings"
)

// partitionPattern is the partition of an ARN. Group 1 is what a fix replaces.
var partitionPattern = regexp.MustCompile(`\barn:(aws):`)

func (c *checker) partition(index int, l Literal) {
	for _, m := range partitionPattern.FindAllStringSubmatchIndex(l.Text, -1) {
		c.add("partition-literal", l, m[0], m[1], func(f *Finding) {
			f.Instead = "arn:aws-cn:"
			f.Fix = l.change(index, m[2], m[3], PseudoPartition)
		})
	}
}

var (
	// suffixPattern is the end of a name below amazonaws.com; with .cn it is one of China.
	suffixPattern = regexp.MustCompile(`\.(amazonaws\.com)(\.cn)?\b`)
	// goesOn: a name of another domain, such as amazonaws.com.example.org.
	goesOn = regexp.MustCompile(`^\.[A-Za-z0-9_*${-]`)
	// labelsPattern is what stands before the suffix: labels with interpolations
	// and wildcards. A literal that continues another has none.
	labelsPattern = regexp.MustCompile(`(?:[A-Za-z0-9_*-]|\$\{[^{}]*\}|\.)*$`)
)

// longestName is how far before its suffix a name is looked for.
const longestName = 400

// endpoints finds hosts and principals. Names of VPC endpoint services
// (com.amazonaws.us-east-1.s3) read the other way round and never match.
func (c *checker) endpoints(index int, l Literal) {
	after := 0 // the end of the name before
	for _, m := range suffixPattern.FindAllStringSubmatchIndex(l.Text, -1) {
		start := max(after, m[0]-longestName)
		after = m[1]
		if m[4] >= 0 || goesOn.MatchString(l.Text[m[1]:]) {
			continue
		}
		labels := labelsPattern.FindString(l.Text[start:m[0]])
		c.endpoint(index, l, m[0]-len(labels), m[1], m[2], m[3], splitLabels(labels))
	}
}

// splitLabels cuts at dots outside of interpolations.
func splitLabels(s string) []string {
	var labels []string
	depth, start := 0, 0
	for i, r := range s {
		switch r {
		case '{':
			depth++
		case '}':
			depth--
		case '.':
			if depth == 0 {
				if i > start {
					labels = append(labels, s[start:i])
				}
				start = i + 1
			}
		}
	}
	if start < len(s) {
		labels = append(labels, s[start:])
	}
	return labels
}

// globalServices answer at one address for the whole partition; China's answer
// elsewhere, under a region's name.
var globalServices = map[string]string{
	"iam": "iam.cn-north-1.amazonaws.com.cn", "sts": "sts.cn-north-1.amazonaws.com.cn", "s3": "s3.cn-north-1.amazonaws.com.cn",
	"route53": "route53.amazonaws.com.cn", "cloudfront": "cloudfront.cn-northwest-1.amazonaws.com.cn",
	"organizations": "organizations.cn-northwest-1.amazonaws.com.cn",
}

func (c *checker) endpoint(index int, l Literal, from, until, suffixFrom, suffixUntil int, labels []string) {
	before := l.Text[:from]
	address := strings.HasSuffix(before, "//") || strings.HasPrefix(l.Text[until:], "/") || strings.HasPrefix(l.Text[until:], ":443")
	first := ""
	if len(labels) > 0 {
		first = strings.ToLower(labels[0])
	}
	fix := func(f *Finding) { f.Fix = l.change(index, suffixFrom, suffixUntil, PseudoSuffix) }
	switch {
	case strings.HasSuffix(before, "aws-service-role/"): // the path of a service-linked role is the same everywhere
	case len(labels) == 0: // the rest of a name that is put together: .amazonaws.com
		c.add("url-suffix-literal", l, from, until, fix)
	case c.isPrincipal(l, before, until, labels, address):
		c.principal(index, l, from, until, suffixFrom, suffixUntil, labels)
	case isAccount(first):
		// An AWS-owned account's registry has another account in China: owned-account says so.
		if _, known := accounts()[first]; !known {
			c.add("url-suffix-literal", l, from, until, fix)
		}
	case isGlobal(labels):
		service := strings.ToLower(labels[len(labels)-1])
		c.add("global-endpoint", l, from, until, func(f *Finding) { f.Instead = globalServices[service] })
	default:
		c.add("url-suffix-literal", l, from, until, fix)
	}
}

// isGlobal reports a host whose last label is a global service: sts, or
// bucket.s3. What names a region is not global.
func isGlobal(labels []string) bool {
	last := strings.ToLower(labels[len(labels)-1])
	_, known := globalServices[last]
	return known && (len(labels) == 1 || last == "s3")
}

// isPrincipal reports a service's name in a policy: exactly the text, one label,
// or two where the place says so.
func (c *checker) isPrincipal(l Literal, before string, until int, labels []string, address bool) bool {
	if address || before != "" && !strings.ContainsAny(before[len(before)-1:], "\"' =:") {
		return false
	}
	if rest := l.Text[until:]; rest != "" && !strings.ContainsAny(rest[:1], "\"', \n)]") {
		return false
	}
	if l.under("Principal") || l.under("principals") || strings.EqualFold(l.last(), "source_service") {
		return len(labels) <= 2
	}
	return len(labels) == 1
}

func (c *checker) principal(index int, l Literal, from, until, suffixFrom, suffixUntil int, labels []string) {
	service := strings.ToLower(labels[0])
	shape, differs := principals()[service]
	if !differs {
		return // the same name in every partition
	}
	c.add("service-principal", l, from, until, func(f *Finding) {
		f.Instead = service + ".amazonaws.com.cn"
		if shape == "region_suffix" {
			f.Instead = service + ".cn-north-1.amazonaws.com.cn"
		}
		// With a region in it, or where none is needed, the suffix is all that differs.
		if shape == "suffix" && len(labels) == 1 || shape == "region_suffix" && len(labels) == 2 {
			f.Fix = l.change(index, suffixFrom, suffixUntil, PseudoSuffix)
		}
	})
}

func isAccount(s string) bool {
	if len(s) != 12 {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

// regionPattern is a region of the global partition.
var regionPattern = regexp.MustCompile(`\b(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-[1-9][a-f]?\b`)

func (c *checker) regions(l Literal) {
	if l.under("Mappings") || l.under("AllowedValues") || l.Key {
		return // a table of regions is how a template is made ready
	}
	for _, m := range regionPattern.FindAllStringIndex(l.Text, -1) {
		c.add("region-literal", l, m[0], m[1], nil)
	}
}
