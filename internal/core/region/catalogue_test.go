package region_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/fault"
	"github.com/sevenfold/sevenfold/internal/core/region"
)

// corpus is the folder with lists of third parties; the test is skipped without it.
func corpus(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("SEVENFOLD_CORPUS")
	if dir == "" {
		t.Skip("SEVENFOLD_CORPUS names no folder with the lists of third parties")
	}
	return filepath.Join(dir, "regions")
}

// listed are the names of AWS's own list, in all partitions, and where they are.
func listed(t *testing.T) map[string][]region.ID {
	t.Helper()
	dir := corpus(t)
	read := func(name string, into any) {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, into); err != nil {
			t.Fatal(err)
		}
	}
	names := map[string][]region.ID{}
	var all map[region.ID]struct{ ServiceNames []string }
	read("burib-region_info.json", &all)
	for _, id := range region.China() {
		var one struct{ ServiceNames []string }
		read("burib-"+string(id)+".json", &one)
		all[id] = one
	}
	for id, r := range all {
		for _, n := range r.ServiceNames {
			names[n] = append(names[n], id)
		}
	}
	return names
}

func TestEveryNameOfTheListsIsAnAlias(t *testing.T) {
	names := listed(t)
	if len(names) < 200 {
		t.Fatalf("the lists have %d names only", len(names))
	}
	for name := range names {
		if _, ok := region.Shipped().Find(region.KindName, name); !ok {
			t.Errorf("%q of the regional list stands for nothing", name)
		}
	}
}

func TestEveryEndpointOfTheListIsAnAlias(t *testing.T) {
	f, err := os.Open(filepath.Join(corpus(t), "aws-sdk-go-v1.55.8-services-by-region.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 300 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	c := region.Shipped()
	for _, row := range rows[1:] {
		found := false
		for _, kind := range []region.Kind{region.KindEndpoint, region.KindSDK, region.KindIAM} {
			_, ok := c.Find(kind, row[0])
			found = found || ok
		}
		if !found {
			t.Errorf("endpoint %q stands for nothing", row[0])
		}
	}
}

func TestTheShippedListSaysWhatTheListOfThirdPartiesSays(t *testing.T) {
	c := region.Shipped()
	for name, in := range listed(t) {
		s, _ := c.Find(region.KindName, name)
		for _, id := range in {
			if a := c.Available(s.ID, id); a.State != region.StateAvailable {
				t.Errorf("%q is listed in %s, and %s is %s there by %s", name, id, s.ID, a.State, a.Reason)
			}
		}
	}
}

func TestAliasesOfEveryKindAreFound(t *testing.T) {
	c := region.Shipped()
	for _, a := range []struct {
		kind  region.Kind
		alias string
		want  region.ServiceID
	}{
		{region.KindName, "Amazon S3", "s3"},
		{region.KindName, "AWS S3", "s3"},
		{region.KindName, "Amazon Simple Storage Service (Amazon S3)", "s3"},
		{region.KindName, "亚马逊云科技 Lambda", "lambda"},
		{region.KindName, "Amazon Lambda", "lambda"},
		{region.KindName, "弹性负载均衡（ELB）", "elb"},
		{region.KindName, "Amazon  Kinesis Data Firehose", "firehose"},
		{region.KindName, "amazon simple queue service", "sqs"},
		{region.KindName, "AWS SSO", "identity-center"},
		{region.KindSDK, "cognito-idp", "cognito-user-pools"},
		{region.KindSDK, "CognitoIdentityProvider", "cognito-user-pools"},
		{region.KindSDK, "SecretsManager", "secretsmanager"},
		{region.KindSDK, "bedrock-runtime", "bedrock"},
		{region.KindSDK, "BedrockRuntime", "bedrock"},
		{region.KindCLI, "s3api", "s3"},
		{region.KindCLI, "configservice", "config"},
		{region.KindIAM, "elasticloadbalancing", "elb"},
		{region.KindARN, "states", "stepfunctions"},
		{region.KindEndpoint, "email", "ses"},
		{region.KindEndpoint, "dkr.ecr", "ecr"},
		{region.KindPrincipal, "edgelambda", "lambda"},
		{region.KindPrincipal, "ecs-tasks", "ecs"},
		{region.KindPrincipal, "events", "eventbridge"},
		{region.KindPrincipal, "logs.cn-north-1", ""},
		{region.KindCloudFormation, "AWS::EC2::Instance", "ec2"},
		{region.KindCloudFormation, "AWS::EC2::VPC", "vpc"},
		{region.KindCloudFormation, "AWS::EC2::VPCPeeringConnection", "vpc"},
		{region.KindCloudFormation, "AWS::EC2::NatGateway", "natgateway"},
		{region.KindCloudFormation, "AWS::Serverless::Function", "lambda"},
		{region.KindCloudFormation, "AWS::NoSuch::Thing", ""},
		{region.KindTerraform, "aws_s3_bucket", "s3"},
		{region.KindTerraform, "aws_vpc", "vpc"},
		{region.KindTerraform, "aws_vpc_endpoint_service", "privatelink"},
		{region.KindTerraform, "aws_vpclattice_service", "vpc-lattice"},
		{region.KindTerraform, "aws_route53_zone", "route53"},
		{region.KindTerraform, "aws_route53_resolver_endpoint", "route53-resolver"},
		{region.KindTerraform, "aws_route_table_association", "vpc"},
		{region.KindTerraform, "aws_codepipeline", "codepipeline"},
		{region.KindTerraform, "aws_partition", ""},
		{region.KindTerraform, "google_storage_bucket", ""},
		{region.KindCDK, "aws-elasticloadbalancingv2", "elb"},
		{region.KindProduct, "AWSQueueService", "sqs"},
		{region.KindProduct, "amazonec2", "ec2"},
		{region.KindName, "AWS", ""},
		{region.KindName, "", ""},
	} {
		s, ok := c.Find(a.kind, a.alias)
		if s.ID != a.want || ok != (a.want != "") {
			t.Errorf("%s %q is %q, not %q", a.kind, a.alias, s.ID, a.want)
		}
	}
}

func TestEveryAliasFindsItsService(t *testing.T) {
	c := region.Shipped()
	for _, s := range c.Services() {
		for kind, aliases := range map[region.Kind][]string{
			region.KindName: append([]string{s.Name}, append(append(s.Short, s.Former...), append(s.Chinese, s.Ordinary...)...)...),
			region.KindSDK:  s.SDK, region.KindCLI: s.CLI, region.KindIAM: s.IAM, region.KindARN: s.IAM, region.KindEndpoint: s.Endpoints,
			region.KindPrincipal: s.Principals, region.KindCloudFormation: s.CloudFormation, region.KindTerraform: s.Terraform,
			region.KindCDK: s.CDK, region.KindProduct: s.Products,
		} {
			for _, a := range aliases {
				if found, ok := c.Find(kind, a); !ok || found.ID != s.ID {
					t.Errorf("%s %q of %s finds %q", kind, a, s.ID, found.ID)
				}
			}
		}
	}
}

func TestAnAliasHasOneService(t *testing.T) {
	for _, c := range []struct {
		code     string
		services []region.Service
		sources  []region.Source
	}{
		{"region.service_twice", []region.Service{{ID: "a", Name: "A"}, {ID: "a", Name: "B"}}, nil},
		{"region.service_twice", []region.Service{{ID: "a"}}, nil},
		{"region.alias_twice", []region.Service{{ID: "a", Name: "Amazon One"}, {ID: "b", Name: "Two", Former: []string{"AWS one"}}}, nil},
		{"region.alias_twice", []region.Service{{ID: "a", Name: "A", SDK: []string{"x-y"}}, {ID: "b", Name: "B", SDK: []string{"XY"}}}, nil},
		{"region.service_unknown", []region.Service{{ID: "a", Name: "A", PartOf: "z"}}, nil},
		{"region.service_unknown", nil, []region.Source{{ID: "s", Date: "2026-01-01", Services: map[region.ServiceID]region.Listing{"z": {}}}}},
		{"region.region_unknown", nil, []region.Source{{ID: "s", Date: "2026-01-01", Regions: []region.ID{"mars-1"}}}},
		{"region.source_undated", nil, []region.Source{{ID: "s", Date: "last week"}}},
	} {
		if _, err := region.NewCatalogue(c.services, nil, c.sources, nil); fault.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.code, err)
		}
	}
}
