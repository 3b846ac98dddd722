package lint

import (
	"regexp"
	"strings"
)

var (
	amiPattern     = regexp.MustCompile(`\bami-(?:[0-9a-f]{17}|[0-9a-f]{8})\b`)
	accountPattern = regexp.MustCompile(`\b[0-9]{12}\b`)
	// instancePattern wants the whole text, or a quoted or flagged word of a line:
	// m5.large in prose is no choice anybody made.
	instancePattern = regexp.MustCompile(`\b(?:db\.|cache\.|ml\.|dms\.)?(?:(?:a|c|d|f|g|h|i|m|p|r|t|x|z|dl|hpc|inf|im|is|mac|trn|vt|u7i|u)[1-9][0-9]?[a-z]{0,4}(?:-flex)?)\.(?:nano|micro|small|medium|large|metal|[1-9]?[0-9]?xlarge)(?:-[0-9]+xl)?\b`)
)

func (c *checker) images(l Literal) {
	if !l.under("Mappings") {
		for _, m := range amiPattern.FindAllStringIndex(l.Text, -1) {
			c.add("ami-id", l, m[0], m[1], nil)
		}
	}
	if strings.EqualFold(strings.TrimSpace(l.Text), "aws-marketplace") {
		c.add("marketplace-image", l, 0, len(l.Text), nil)
	}
	if strings.HasPrefix(l.Text, "AWS::MarketplaceMetering") {
		c.add("marketplace-image", l, 0, len(l.Text), nil)
	}
	if l.under("AllowedValues") || l.under("Mappings") {
		return
	}
	for _, m := range instancePattern.FindAllStringIndex(l.Text, -1) {
		c.add("instance-type", l, m[0], m[1], nil)
	}
}

func (c *checker) accounts(l Literal) {
	if l.under("Mappings") {
		return
	}
	for _, m := range accountPattern.FindAllStringIndex(l.Text, -1) {
		a, known := accounts()[l.Text[m[0]:m[1]]]
		if !known {
			continue
		}
		c.add(a.rule, l, m[0], m[1], func(f *Finding) {
			f.Owner, f.Instead = a.owner, a.beijing
			if a.ningxia != a.beijing {
				f.Instead = a.beijing + " (cn-north-1), " + a.ningxia + " (cn-northwest-1)"
			}
		})
	}
}

// hosts finds addresses that do not answer, or answer slowly, from China.
func (c *checker) hosts(l Literal) {
	lower := strings.ToLower(l.Text)
	for _, h := range hosts() {
		for from := 0; ; {
			i := strings.Index(lower[from:], h.name)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(h.name)
			from = end
			if start > 0 && isHostByte(lower[start-1]) && !isSubdomain(lower[:start]) || end < len(lower) && isHostByte(lower[end]) {
				continue
			}
			c.add(h.rule, l, start, end, func(f *Finding) { f.Instead = h.instead })
		}
	}
}

// isSubdomain: us-east-1.console.aws.amazon.com is the console as well, but
// notquay.io is not quay.io.
func isSubdomain(before string) bool { return strings.HasSuffix(before, ".") }

func isHostByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '_'
}

var (
	// imagePattern is an image of a registry that is not named: nginx:1.27,
	// library/redis, bitnami/kafka@sha256:...
	imagePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)?(?::[A-Za-z0-9_][A-Za-z0-9_.-]*)?(?:@sha256:[0-9a-f]{64})?$`)
	fromPattern  = regexp.MustCompile(`(?i)^\s*FROM\s+(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?`)
	// installs download packages from where nobody said.
	installPattern = regexp.MustCompile(`(?:^|[\s&;|"'])((?:pip3?|python3? -m pip) install|npm (?:install|ci|i)|yarn (?:install|add)|pnpm (?:install|add|i)|go (?:install|mod download)|gem install|bundle install|conda install)\b`)
	indexPattern   = regexp.MustCompile(`(?:\s-i\s|--index-url|--registry|PIP_INDEX_URL|npm_config_registry|GOPROXY|--no-index|\s-e \.|codeartifact)`)
)

// registries finds images that come from Docker Hub without saying so, and
// installs without a mirror. Registries that are named are in hosts.
func (c *checker) registries(l Literal) {
	switch {
	case c.file.Format == FormatDockerfile:
		if m := fromPattern.FindStringSubmatchIndex(l.Text); m != nil {
			image := l.Text[m[2]:m[3]]
			if !strings.Contains(image, "$") && image != "scratch" && !c.isStage(image) && isDockerHub(image) {
				c.add("public-registry", l, m[2], m[3], nil)
			}
		}
	case isImageKey(l.last()) && !l.Key && isDockerHub(l.Text):
		c.add("public-registry", l, 0, len(l.Text), nil)
	}
	if indexPattern.MatchString(l.Text) {
		return
	}
	for _, m := range installPattern.FindAllStringSubmatchIndex(l.Text, -1) {
		c.add("package-mirror", l, m[2], m[3], nil)
	}
}

// isDockerHub reports an image without a registry. Where the first of two parts
// has a dot or a port it is one; aws/codebuild is CodeBuild's own.
func isDockerHub(image string) bool {
	first, rest, two := strings.Cut(image, "/")
	if two && (strings.ContainsAny(first, ".:") || first == "localhost" || first == "aws" && strings.HasPrefix(rest, "codebuild/")) {
		return false
	}
	return imagePattern.MatchString(image)
}

// isStage reports an image that an earlier FROM of the file has built.
func (c *checker) isStage(image string) bool {
	if c.stages == nil {
		c.stages = map[string]bool{}
		for _, l := range c.file.Literals {
			if m := fromPattern.FindStringSubmatch(l.Text); m != nil {
				c.stages[strings.ToLower(m[2])] = true
			}
		}
	}
	return c.stages[strings.ToLower(image)]
}

// isImageKey reports the names under which containers name their image.
func isImageKey(name string) bool {
	switch name {
	case "image", "Image":
		return true
	}
	return false
}
