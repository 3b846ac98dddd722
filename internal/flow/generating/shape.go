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
	rest := strings.Replace(s.usage.resource, "{r}", s.region.id, 1)
	return "arn:" + s.partition() + ":" + strings.Replace(rest, "{a}", s.account.id, 1)
}

func (s *shape) tags() [3][2]string {
	return [3][2]string{{"application", s.account.app}, {"cost-center", "CC-" + pad(1000+s.account.index*7%9000, 4)}, {"environment", s.account.env}}
}

func (s *shape) tagsJSON() string {
	if !s.kind.metered() || s.account.bare {
		return "{}"
	}
	return pairsJSON("", s.tags())
}

func pairsJSON(prefix string, pairs [3][2]string) string {
	b := make([]byte, 0, 160)
	for i, p := range pairs {
		b = append(b, "{,,"[i], '"')
		b = append(append(b, prefix...), p[0]...)
		b = append(append(b, `":"`...), p[1]...)
		b = append(b, '"')
	}
	return string(append(b, '}'))
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
