package generating

import "strings"

// zone is the availability zone of metered usage of an instance.
func (s *shape) zone() string {
	if s.kind.metered() && s.region != nil && s.usage.instance != "" {
		return s.region.id + "a"
	}
	return ""
}

// arn is a resource's name up to its own id.
func (s *shape) arn() string {
	r := strings.NewReplacer("{r}", s.region.id, "{a}", s.account.id)
	return "arn:" + s.partition() + ":" + r.Replace(s.usage.resource)
}

func (s *shape) tags() [3][2]string {
	return [3][2]string{{"application", s.account.app}, {"cost-center", "CC-" + pad(1000+s.account.index*7%9000, 4)}, {"environment", s.account.env}}
}

func (s *shape) tagsJSON() string {
	if !s.kind.metered() {
		return "{}"
	}
	return pairsJSON("", s.tags())
}

func pairsJSON(prefix string, pairs [3][2]string) string {
	var b strings.Builder
	for i, p := range pairs {
		b.WriteString([]string{"{", ",", ","}[i])
		b.WriteString(`"` + prefix + p[0] + `":"` + p[1] + `"`)
	}
	return b.String() + "}"
}

// sku is a stable invented SKU: 16 characters that depend on what is sold where.
func (s *shape) sku() string {
	h := textHash(s.service.code + s.usageType + s.usage.operation)
	b := make([]byte, 16)
	for i := range b {
		b[i] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"[h%31]
		h = mix(h)
	}
	return string(b)
}

func (s *shape) rateCode() string {
	if s.kind == kindDiscountedUsage {
		return "QG2X9KVT3M"
	}
	return "6YS6EN2CT7"
}

// textHash is FNV-1a.
func textHash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}
