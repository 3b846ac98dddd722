package template

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

func isManifest(root *yaml.Node) bool {
	return text(get(root, "apiVersion")) != "" && text(get(root, "kind")) != ""
}

// manifest walks a Kubernetes object: groups of controllers that make AWS
// resources, annotations that drive them, drivers of volumes, and literals.
func (r *reader) manifest(root *yaml.Node) {
	if text(get(root, "kind")) == "List" {
		for _, item := range items(get(root, "items")) {
			if isManifest(item) {
				r.manifest(item)
			}
		}
		return
	}
	version := get(root, "apiVersion")
	group, _, _ := strings.Cut(text(version), "/")
	r.group(group, root, r.place(version), text(version)+" "+text(get(root, "kind")))
	r.manifestNode(root)
}

// group finds the service of an API group: ACK (s3.services.k8s.aws), Crossplane
// (s3.aws.upbound.io, s3.aws.crossplane.io) and the controllers of AWS.
func (r *reader) group(group string, root *yaml.Node, at region.Place, evidence string) {
	controllers := map[string]region.ServiceID{
		"elbv2.k8s.aws": "elb", "eks.amazonaws.com": "eks", "karpenter.k8s.aws": "ec2", "vpcresources.k8s.aws": "vpc", "crd.k8s.amazonaws.com": "vpc",
		"appmesh.k8s.aws": "appmesh", "application-networking.k8s.aws": "vpc-lattice", "eksctl.io": "eks", "networking.k8s.aws": "vpc",
		"infrastructure.cluster.x-k8s.io": "",
	}
	if id, ok := controllers[group]; ok {
		if id != "" {
			r.service(id, region.KindIAM, at, evidence)
		}
		if group == "eksctl.io" {
			r.eksctl(root)
		}
		return
	}
	for _, suffix := range []string{".services.k8s.aws", ".aws.upbound.io", ".aws.m.upbound.io", ".aws.crossplane.io", ".aws.jet.crossplane.io"} {
		name, ok := strings.CutSuffix(group, suffix)
		if !ok {
			continue
		}
		if id, detail := detail(name, text(get(root, "kind"))); detail {
			r.service(id, region.KindSDK, at, evidence)
			return
		}
		for _, kind := range []region.Kind{region.KindSDK, region.KindIAM, region.KindCDK} {
			if s, known := r.catalogue.Find(kind, strings.TrimPrefix(name, "aws-")); known {
				r.add(kind, s, true, at, evidence, true)
				return
			}
		}
		r.add(region.KindSDK, region.Service{}, false, at, evidence, true)
		return
	}
}

// detail names the service of kinds whose group is wider than one service.
func detail(group, kind string) (region.ServiceID, bool) {
	switch group {
	case "ec2":
		switch kind {
		case "VPC", "Vpc", "Subnet", "RouteTable", "Route", "InternetGateway", "SecurityGroup", "SecurityGroupRule", "VPCEndpoint", "VPCPeeringConnection", "NetworkACL", "FlowLog":
			return "vpc", true
		case "NATGateway":
			return "natgateway", true
		case "TransitGateway", "TransitGatewayVPCAttachment":
			return "transitgateway", true
		case "EBSVolume", "Volume":
			return "ebs", true
		}
		return "ec2", true
	case "cache":
		return "elasticache", true
	case "database":
		return "rds", true
	case "identity":
		return "iam", true
	case "mwaa":
		return "mwaa", true
	case "documentdb":
		return "docdb", true
	case "prometheusservice", "amp":
		return "prometheus", true
	case "notification":
		return "sns", true
	}
	return "", false
}

func (r *reader) eksctl(root *yaml.Node) {
	for _, key := range []string{"nodeGroups", "managedNodeGroups"} {
		if n := get(root, key); n != nil {
			r.service("ec2", region.KindIAM, r.place(n), key)
		}
	}
	if n := get(root, "fargateProfiles"); n != nil {
		r.service("fargate", region.KindIAM, r.place(n), "fargateProfiles")
	}
	if n := dig(root, "cloudWatch", "clusterLogging"); n != nil {
		r.service("cloudwatch-logs", region.KindIAM, r.place(n), "clusterLogging")
	}
}

// manifestNode walks the values of an object.
func (r *reader) manifestNode(n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		r.external(n)
		entries(n, func(key, value *yaml.Node) {
			r.annotation(key, value)
			if key.Value != "description" && key.Value != "apiVersion" {
				r.manifestNode(value)
			}
		})
	case yaml.SequenceNode:
		for _, c := range n.Content {
			r.manifestNode(c)
		}
	case yaml.ScalarNode:
		r.literals(n.Value, r.place(n))
	default: // a document is opened before, and an alias refused
	}
}

// annotation finds keys, and values of keys, that only mean something to a
// controller of AWS.
func (r *reader) annotation(key, value *yaml.Node) {
	at := r.place(key)
	switch k := key.Value; {
	case strings.HasPrefix(k, "alb.ingress.kubernetes.io/"), strings.HasPrefix(k, "service.beta.kubernetes.io/aws-load-balancer-"):
		r.service("elb", region.KindIAM, at, k)
	case k == "eks.amazonaws.com/role-arn", k == "eks.amazonaws.com/nodegroup", k == "eks.amazonaws.com/capacityType":
		r.service("eks", region.KindIAM, at, k)
	case k == "eks.amazonaws.com/compute-type" && value.Value == "fargate", k == "eks.amazonaws.com/fargate-profile":
		r.service("fargate", region.KindIAM, at, k)
	case k == "ingressClassName" && value.Value == "alb", k == "kubernetes.io/ingress.class" && value.Value == "alb":
		r.service("elb", region.KindIAM, at, k+": alb")
	case k == "loadBalancerClass" && value.Value == "service.k8s.aws/nlb":
		r.service("elb", region.KindIAM, at, k)
	case k == "provisioner", k == "driver":
		drivers := map[string]region.ServiceID{
			"ebs.csi.aws.com": "ebs", "kubernetes.io/aws-ebs": "ebs", "ebs.csi.eks.amazonaws.com": "ebs", "efs.csi.aws.com": "efs",
			"fsx.csi.aws.com": "fsx-lustre", "fsx.openzfs.csi.aws.com": "fsx-openzfs", "s3.csi.aws.com": "s3",
		}
		if id, ok := drivers[value.Value]; ok {
			r.service(id, region.KindIAM, r.place(value), value.Value)
		}
	case k == "type":
		triggers := map[string]region.ServiceID{ // KEDA
			"aws-sqs-queue": "sqs", "aws-cloudwatch": "cloudwatch", "aws-kinesis-stream": "kinesis", "aws-dynamodb": "dynamodb", "aws-dynamodb-streams": "dynamodb",
		}
		if id, ok := triggers[value.Value]; ok {
			r.service(id, region.KindIAM, r.place(value), value.Value)
		}
	}
}

// external finds the stores that external-secrets and the secrets driver read.
func (r *reader) external(n *yaml.Node) {
	if aws := dig(n, "provider", "aws"); aws != nil {
		service := get(aws, "service")
		switch text(service) {
		case "SecretsManager":
			r.service("secretsmanager", region.KindIAM, r.place(service), "provider.aws.service: SecretsManager")
		case "ParameterStore":
			r.service("systems-manager", region.KindIAM, r.place(service), "provider.aws.service: ParameterStore")
		}
	}
	if object := get(n, "objectType"); object != nil {
		switch text(object) {
		case "secretsmanager":
			r.service("secretsmanager", region.KindIAM, r.place(object), "objectType: secretsmanager")
		case "ssmparameter":
			r.service("systems-manager", region.KindIAM, r.place(object), "objectType: ssmparameter")
		}
	}
}
