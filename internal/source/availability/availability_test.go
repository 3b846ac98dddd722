package availability_test

import (
	"slices"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/source/availability"
)

const (
	awsList   = `{"metadata": {}, "prices": [{"id": "1", "attributes": {"aws:region": "us-east-1", "aws:serviceName": "Amazon S3"}}, {"attributes": {"aws:region": "cn-north-1", "aws:serviceName": "Amazon Brand New"}}]}`
	endpoints = `{"partitions": [{"regions": {"cn-north-1": {}, "cn-northwest-1": {}}, "services": {"iam": {"endpoints": {"aws-cn-global": {}}}, "polly": {"endpoints": {"cn-northwest-1": {}}}, "brandnew": {"endpoints": {"cn-north-1": {}}}}}]}`
	byRegion  = `{"cn-north-1": {"count": 1, "serviceNames": ["Amazon Bedrock"]}, "mars-1": {"serviceNames": ["Amazon S3"]}}`
	types     = `{"AWS::S3::Bucket": "", "AWS::S3::AccessPoint": "", "AWS::SQS::Queue": "", "AWS::SNS::Topic": "", "AWS::IAM::Role": "", "AWS::IAM::Policy": "", "AWS::EC2::VPC": "", "AWS::EC2::Subnet": "", "AWS::KMS::Key": "", "AWS::Lex::Bot": "", "AWS::New::Thing": ""}`
	ownFacts  = "- {services: [lex], regions: [cn-north-1], state: available, title: Our test, url: \"https://example.org\", date: 2026-11-20}\n"
)

func TestEveryFormatIsRead(t *testing.T) {
	for _, c := range []struct {
		name, text string
		kind       region.SourceKind
		service    region.ServiceID
		in, out    region.ID
		unknown    []string
	}{
		{"index.json", awsList, region.SourceList, "s3", "us-east-1", "cn-north-1", []string{"Amazon Brand New"}},
		{"endpoints.json", endpoints, region.SourceEndpoints, "iam", "cn-northwest-1", "us-east-1", []string{"brandnew"}},
		{"endpoints.json", endpoints, region.SourceEndpoints, "polly", "cn-northwest-1", "cn-north-1", []string{"brandnew"}},
		{"regions.json", byRegion, region.SourceList, "bedrock", "cn-north-1", "us-east-1", nil},
		{"cn-north-1.json", types, region.SourceRegistry, "lex", "cn-north-1", "cn-northwest-1", []string{"AWS::New::Thing"}},
	} {
		l, err := availability.Parse(c.name, []byte(c.text), "2026-11-22", region.Shipped())
		if err != nil || l.Source == nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		listing := l.Source.Services[c.service]
		if l.Source.Kind != c.kind || l.Source.Date != "2026-11-22" || !listing.Has(c.in) || listing.Has(c.out) || !slices.Equal(l.Unknown, c.unknown) {
			t.Errorf("%s: %s of %s, %s in %v, unknown %v", c.name, l.Source.Kind, l.Source.Date, c.service, listing.In, l.Unknown)
		}
	}
	l, err := availability.Parse("own.yaml", []byte(ownFacts), "", region.Shipped())
	if err != nil || len(l.Documents) != 1 || l.Documents[0].Kind != region.SourceOwn {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestWhatIsNoListIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ file, text, code string }{
		"no json":        {"a.json", "{", "region.list_unknown"},
		"other json":     {"a.json", `{"a": 1}`, "region.list_unknown"},
		"types nowhere":  {"types.json", types, "region.list_unknown"},
		"another ending": {"a.txt", awsList, "region.list_unknown"},
		"own nonsense":   {"a.yaml", "- {services: [s3], nonsense: 1}", "region.malformed"},
		"own state":      {"a.yaml", "- {services: [s3], regions: [cn-north-1], state: maybe, date: 2026-01-01}", "region.malformed"},
	} {
		if _, err := availability.Parse(c.file, []byte(c.text), "2026-11-22", region.Shipped()); fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{awsList, endpoints, byRegion, types, ownFacts} {
		f.Add("cn-north-1.json", s)
		f.Add("own.yaml", s)
	}
	c := region.Shipped()
	f.Fuzz(func(t *testing.T, name, text string) {
		l, err := availability.Parse(name, []byte(text), "2026-11-22", c)
		if err != nil || l.Source == nil {
			return
		}
		if _, err := c.With([]region.Source{*l.Source}, l.Documents); err != nil {
			t.Errorf("a list that was read cannot be used: %v", err)
		}
	})
}
