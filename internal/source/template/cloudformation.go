package template

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// isCloudFormation tells a template: by its version or transform, else by a
// resource with a type.
func isCloudFormation(root *yaml.Node) bool {
	if get(root, "AWSTemplateFormatVersion") != nil || strings.HasPrefix(text(get(root, "Transform")), "AWS::") {
		return true
	}
	found := false
	entries(get(root, "Resources"), func(_, resource *yaml.Node) {
		found = found || strings.Contains(text(get(resource, "Type")), "::")
	})
	return found
}

// cloudFormation walks a template. Every resource is core: the stack fails where
// one cannot be made.
func (r *reader) cloudFormation(root *yaml.Node) {
	entries(get(root, "Parameters"), func(_, parameter *yaml.Node) {
		if t := get(parameter, "Type"); strings.HasPrefix(text(t), "AWS::SSM::") {
			r.service("systems-manager", region.KindCloudFormation, r.place(t), text(t))
		}
		r.values(get(parameter, "Default"))
	})
	r.values(get(root, "Mappings"))
	entries(get(root, "Resources"), func(key, resource *yaml.Node) {
		if strings.HasPrefix(key.Value, "Fn::ForEach::") { // [name, values, {id: resource}]
			if list := items(resource); len(list) == 3 {
				entries(list[2], func(_, inner *yaml.Node) { r.resource(inner) })
			}
			return
		}
		r.resource(resource)
	})
	r.values(get(root, "Outputs"))
}

func (r *reader) resource(resource *yaml.Node) {
	at := get(resource, "Type")
	kind := text(at)
	properties := get(resource, "Properties")
	switch {
	case kind == "" || strings.HasPrefix(kind, "Custom::") || kind == "AWS::CDK::Metadata":
	case strings.HasPrefix(kind, "AWS::") || strings.HasPrefix(kind, "Alexa::"):
		if service, refined := refine(kind, properties); refined {
			r.service(service, region.KindCloudFormation, r.place(at), kind)
		} else {
			r.find(region.KindCloudFormation, kind, r.place(at), kind, true)
		}
		r.beside(kind, properties)
	}
	r.values(properties)
	r.values(dig(resource, "Metadata", "AWS::CloudFormation::Init"))
}

// refine names the service of a type that serves several, by a property.
func refine(kind string, p *yaml.Node) (region.ServiceID, bool) {
	switch kind {
	case "AWS::RDS::DBCluster", "AWS::RDS::DBInstance", "AWS::RDS::GlobalCluster":
		if strings.HasPrefix(text(get(p, "Engine")), "aurora") {
			return "aurora", true
		}
	case "AWS::FSx::FileSystem":
		switch strings.ToUpper(text(get(p, "FileSystemType"))) {
		case "LUSTRE":
			return "fsx-lustre", true
		case "ONTAP":
			return "fsx-ontap", true
		case "OPENZFS":
			return "fsx-openzfs", true
		case "WINDOWS":
			return "fsx-windows", true
		}
	case "AWS::EC2::VPCEndpoint":
		if text(get(p, "VpcEndpointType")) == "Interface" {
			return "privatelink", true
		}
	}
	return "", false
}

// beside finds services that a resource uses beside the one of its type.
func (r *reader) beside(kind string, p *yaml.Node) {
	switch kind {
	case "AWS::ECS::Service":
		r.equals(get(p, "LaunchType"), "FARGATE", "fargate")
		for _, s := range items(get(p, "CapacityProviderStrategy")) {
			r.equals(get(s, "CapacityProvider"), "FARGATE", "fargate")
			r.equals(get(s, "CapacityProvider"), "FARGATE_SPOT", "fargate")
		}
	case "AWS::ECS::TaskDefinition":
		for _, c := range items(get(p, "RequiresCompatibilities")) {
			r.equals(c, "FARGATE", "fargate")
		}
		for _, c := range items(get(p, "ContainerDefinitions")) {
			r.equals(dig(c, "LogConfiguration", "LogDriver"), "awslogs", "cloudwatch-logs")
			r.equals(dig(c, "LogConfiguration", "LogDriver"), "awsfirelens", "firehose")
		}
	case "AWS::Batch::ComputeEnvironment":
		r.equals(dig(p, "ComputeResources", "Type"), "FARGATE", "fargate")
		r.equals(dig(p, "ComputeResources", "Type"), "FARGATE_SPOT", "fargate")
	case "AWS::CodePipeline::Pipeline":
		for _, stage := range items(get(p, "Stages")) {
			for _, action := range items(get(stage, "Actions")) {
				r.provider(dig(action, "ActionTypeId", "Provider"))
			}
		}
	case "AWS::Serverless::Function":
		entries(get(p, "Events"), func(_, event *yaml.Node) { r.event(get(event, "Type")) })
		for _, policy := range items(get(p, "Policies")) {
			entries(policy, func(name, _ *yaml.Node) { r.policyTemplate(name) })
			r.policyTemplate(policy)
		}
		r.equals(get(p, "Tracing"), "Active", "xray")
	case "AWS::Lambda::Function":
		r.equals(dig(p, "TracingConfig", "Mode"), "Active", "xray")
	}
}

// equals keeps a service where a value says so.
func (r *reader) equals(n *yaml.Node, value string, service region.ServiceID) {
	if strings.EqualFold(text(n), value) {
		r.service(service, region.KindCloudFormation, r.place(n), value)
	}
}

// event maps what may start a SAM function.
func (r *reader) event(n *yaml.Node) {
	services := map[string]region.ServiceID{
		"Api": "apigateway", "HttpApi": "apigateway", "S3": "s3", "SNS": "sns", "SQS": "sqs", "Kinesis": "kinesis", "DynamoDB": "dynamodb",
		"Schedule": "eventbridge", "CloudWatchEvent": "eventbridge", "EventBridgeRule": "eventbridge", "ScheduleV2": "eventbridge-scheduler",
		"CloudWatchLogs": "cloudwatch-logs", "IoTRule": "iot", "AlexaSkill": "alexaskills", "Cognito": "cognito", "MSK": "msk", "MQ": "mq",
		"DocumentDB": "docdb",
	}
	if id, ok := services[text(n)]; ok {
		r.service(id, region.KindCloudFormation, r.place(n), "Events: "+text(n))
	}
}

// policyTemplate maps the policy templates of SAM and names of managed policies.
func (r *reader) policyTemplate(n *yaml.Node) {
	name := text(n)
	if !strings.HasSuffix(name, "Policy") {
		return
	}
	prefixes := []struct {
		prefix  string
		service region.ServiceID
	}{
		{"S3", "s3"}, {"DynamoDB", "dynamodb"}, {"SQS", "sqs"}, {"SNS", "sns"}, {"Kinesis", "kinesis"}, {"SES", "ses"}, {"Lambda", "lambda"},
		{"StepFunctions", "stepfunctions"}, {"EventBridge", "eventbridge"}, {"AWSSecretsManager", "secretsmanager"}, {"SSMParameter", "systems-manager"},
		{"KMS", "kms"}, {"Rekognition", "rekognition"}, {"Comprehend", "comprehend"}, {"Polly", "polly"}, {"Textract", "textract"}, {"Athena", "athena"},
		{"Firehose", "firehose"}, {"CloudWatchPut", "cloudwatch"}, {"ElasticsearchHttpPost", "opensearch"}, {"CodePipeline", "codepipeline"},
		{"Route53", "route53"}, {"Pinpoint", "pinpoint"}, {"EFS", "efs"}, {"MobileAnalytics", "mobileanalytics"}, {"CostExplorer", "cost-explorer"},
	}
	for _, p := range prefixes {
		if strings.HasPrefix(name, p.prefix) {
			r.service(p.service, region.KindCloudFormation, r.place(n), name)
			return
		}
	}
}

// provider maps the providers of pipeline actions.
func (r *reader) provider(n *yaml.Node) {
	services := map[string]region.ServiceID{
		"CodeCommit": "codecommit", "CodeBuild": "codebuild", "CodeDeploy": "codedeploy", "CodeDeployToECS": "codedeploy", "S3": "s3", "ECR": "ecr",
		"CloudFormation": "cloudformation", "ECS": "ecs", "Lambda": "lambda", "ElasticBeanstalk": "elasticbeanstalk", "StepFunctions": "stepfunctions",
		"CodeStarSourceConnection": "codeconnections", "ServiceCatalog": "servicecatalog", "AppConfig": "appconfig", "DeviceFarm": "devicefarm",
	}
	if id, ok := services[text(n)]; ok {
		r.service(id, region.KindCloudFormation, r.place(n), "Provider: "+text(n))
	}
}

// values walks a value for statements of policies, dynamic references and
// literals. What only describes is left out.
func (r *reader) values(n *yaml.Node) {
	if n == nil {
		return
	}
	switch n.Kind {
	case yaml.MappingNode:
		if isStatement(n) {
			r.statement(n)
		}
		entries(n, func(key, value *yaml.Node) {
			switch key.Value {
			case "Description", "Comment", "Tags", "Action", "NotAction":
			case "Fn::Join":
				r.join(value)
			default:
				r.values(value)
			}
		})
	case yaml.SequenceNode:
		if n.Tag == "!Join" {
			r.join(n)
			return
		}
		for _, c := range n.Content {
			r.values(c)
		}
	case yaml.ScalarNode:
		if n.Tag != "!Ref" && n.Tag != "!GetAtt" {
			r.dynamic(n)
			r.literals(n.Value, r.place(n))
		}
	default: // a document is opened before, and an alias refused
	}
}

// join reads Fn::Join as one string: ARNs are often put together so.
func (r *reader) join(n *yaml.Node) {
	parts := items(n)
	if len(parts) != 2 || parts[1].Kind != yaml.SequenceNode {
		r.each(n)
		return
	}
	var words []string
	for _, p := range parts[1].Content {
		if p.Kind == yaml.ScalarNode && p.Tag != "!Ref" && p.Tag != "!GetAtt" {
			words = append(words, p.Value)
			continue
		}
		words = append(words, "${x}")
		r.values(p)
	}
	joined := strings.Join(words, parts[0].Value)
	r.literals(joined, r.place(n))
}

func (r *reader) each(n *yaml.Node) {
	for _, c := range n.Content {
		r.values(c)
	}
}

// dynamic finds {{resolve:secretsmanager:...}}.
func (r *reader) dynamic(n *yaml.Node) {
	for service, id := range map[string]region.ServiceID{"ssm": "systems-manager", "ssm-secure": "systems-manager", "secretsmanager": "secretsmanager"} {
		if strings.Contains(n.Value, "{{resolve:"+service+":") {
			r.service(id, region.KindCloudFormation, r.place(n), "{{resolve:"+service+"}}")
		}
	}
}
