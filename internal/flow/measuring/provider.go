package measuring

import "strings"

// canonicalProvider gives one name for the spellings that bills and books use
// of one cloud, so that "AWS" on an invoice meets "Amazon Web Services" on a
// bill. An unknown name stays as it is written.
func canonicalProvider(name string) string {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "aws", "amazon", "amazon web services", "amazon web services, inc.", "aws china", "亚马逊云科技":
		return "AWS"
	case "azure", "microsoft", "microsoft azure", "微软云":
		return "Microsoft Azure"
	case "gcp", "google", "google cloud", "google cloud platform", "谷歌云":
		return "Google Cloud"
	case "aliyun", "alibaba", "alibaba cloud", "阿里云":
		return "Alibaba Cloud"
	case "tencent", "tencent cloud", "腾讯云":
		return "Tencent Cloud"
	case "huawei", "huawei cloud", "华为云":
		return "Huawei Cloud"
	case "oracle", "oci", "oracle cloud", "oracle cloud infrastructure":
		return "Oracle Cloud"
	}
	return strings.TrimSpace(name)
}
