package generating

// product is a cloud service as bills name it.
type product struct {
	code        string // lineItem/ProductCode and FOCUS ServiceName, as AWS writes them
	name        string // product/ProductName
	category    string // FOCUS ServiceCategory
	subcategory string // FOCUS ServiceSubcategory
	usages      []usage
}

// usage is one thing a service charges for.
type usage struct {
	suffix    string // usage type after the region's prefix
	operation string
	unit      string
	price     fixed  // list price per unit in USD; a multiple of 1000
	family    string // product/productFamily
	instance  string // instance type; empty where there is none
	resource  string // ARN pattern after arn:<partition>:, with {r} and {a}; the resource's own id follows
	weight    int    // usual share of an account's spend, in parts
	covered   coverage
	global    bool // not offered in China
}

// coverage is the commitment that can cover a usage.
type coverage uint8

const (
	coverageNone coverage = iota
	coverageSavingsPlan
	coverageReservation
)

// region is a cloud region and the words bills use for it.
type region struct {
	id, name, prefix string
	operator         *operator // nil outside China
}

// operator is one of the two companies that run AWS in China.
type operator struct {
	entity string // bill/BillingEntity
	legal  string // lineItem/LegalEntity and bill/InvoicingEntity
}

func regions() []*region {
	return []*region{
		{id: "us-east-1", name: "US East (N. Virginia)"},
		{id: "us-west-2", name: "US West (Oregon)", prefix: "USW2-"},
		{id: "eu-west-1", name: "Europe (Ireland)", prefix: "EU-"},
		{id: "eu-central-1", name: "Europe (Frankfurt)", prefix: "EUC1-"},
		{id: "ap-southeast-1", name: "Asia Pacific (Singapore)", prefix: "APS1-"},
		{id: "ap-northeast-1", name: "Asia Pacific (Tokyo)", prefix: "APN1-"},
	}
}

func chinaRegions() []*region {
	return []*region{
		{id: "cn-north-1", name: "China (Beijing)", prefix: "CNN1-",
			operator: &operator{"Beijing", "Beijing Sinnet Technology Co., Ltd."}},
		{id: "cn-northwest-1", name: "China (Ningxia)", prefix: "CNW1-",
			operator: &operator{"Ningxia", "Ningxia Western Cloud Data Technology Co., Ltd."}},
	}
}

// services is what customers use; the first is bought by everybody.
func services() []*product {
	return []*product{
		{"AmazonEC2", "Amazon Elastic Compute Cloud", "Compute", "Virtual Machines", []usage{
			{"BoxUsage:m6i.large", "RunInstances", "Hrs", 960_000_000, "Compute Instance", "m6i.large", "ec2:{r}:{a}:instance/i-", 120, coverageSavingsPlan, false},
			{"BoxUsage:c6i.xlarge", "RunInstances", "Hrs", 1_700_000_000, "Compute Instance", "c6i.xlarge", "ec2:{r}:{a}:instance/i-", 90, coverageSavingsPlan, false},
			{"BoxUsage:r6i.2xlarge", "RunInstances", "Hrs", 5_040_000_000, "Compute Instance", "r6i.2xlarge", "ec2:{r}:{a}:instance/i-", 80, coverageSavingsPlan, false},
			{"BoxUsage:t3.medium", "RunInstances", "Hrs", 416_000_000, "Compute Instance", "t3.medium", "ec2:{r}:{a}:instance/i-", 40, coverageNone, false},
			{"EBS:VolumeUsage.gp3", "CreateVolume-Gp3", "GB-Mo", 800_000_000, "Storage", "", "ec2:{r}:{a}:volume/vol-", 45, coverageNone, false},
			{"NatGateway-Bytes", "NatGateway", "GB", 450_000_000, "NAT Gateway", "", "ec2:{r}:{a}:natgateway/nat-", 15, coverageNone, false},
		}},
		{"AmazonS3", "Amazon Simple Storage Service", "Storage", "Object Storage", []usage{
			{"TimedStorage-ByteHrs", "StandardStorage", "GB-Mo", 230_000_000, "Storage", "", "s3:::data-", 60, coverageNone, false},
			{"Requests-Tier1", "PutObject", "Requests", 50_000, "API Request", "", "s3:::data-", 6, coverageNone, false},
			{"Requests-Tier2", "GetObject", "Requests", 4_000, "API Request", "", "s3:::data-", 4, coverageNone, false},
		}},
		{"AmazonRDS", "Amazon Relational Database Service", "Databases", "Relational Databases", []usage{
			{"Multi-AZUsage:db.m6g.xlarge", "CreateDBInstance:0014", "Hrs", 6_360_000_000, "Database Instance", "db.m6g.xlarge", "rds:{r}:{a}:db:db-", 90, coverageReservation, false},
			{"InstanceUsage:db.r6g.large", "CreateDBInstance:0002", "Hrs", 2_250_000_000, "Database Instance", "db.r6g.large", "rds:{r}:{a}:db:db-", 60, coverageReservation, false},
			{"RDS:GP3-Storage", "CreateDBInstance", "GB-Mo", 1_150_000_000, "Database Storage", "", "rds:{r}:{a}:db:db-", 20, coverageNone, false},
		}},
		{"AWSDataTransfer", "AWS Data Transfer", "Networking", "Network Infrastructure", []usage{
			{"DataTransfer-Out-Bytes", "RunInstances", "GB", 900_000_000, "Data Transfer", "", "ec2:{r}:{a}:instance/i-", 40, coverageNone, false},
			{"DataTransfer-Regional-Bytes", "InterZone-In", "GB", 100_000_000, "Data Transfer", "", "ec2:{r}:{a}:instance/i-", 12, coverageNone, false},
		}},
		{"AWSELB", "Elastic Load Balancing", "Networking", "Application Networking", []usage{
			{"LoadBalancerUsage", "LoadBalancing:Application", "Hrs", 225_000_000, "Load Balancer-Application", "", "elasticloadbalancing:{r}:{a}:loadbalancer/app/lb-", 14, coverageNone, false},
			{"LCUUsage", "LoadBalancing:Application", "LCU-Hrs", 80_000_000, "Load Balancer-Application", "", "elasticloadbalancing:{r}:{a}:loadbalancer/app/lb-", 8, coverageNone, false},
		}},
		{"AmazonCloudWatch", "Amazon CloudWatch", "Management and Governance", "Observability", []usage{
			{"CW:MetricMonitorUsage", "MetricStorage", "Metrics", 3_000_000_000, "Metric", "", "", 12, coverageNone, false},
			{"DataProcessing-Bytes", "PutLogEvents", "GB", 5_000_000_000, "Data Payload", "", "logs:{r}:{a}:log-group:grp-", 18, coverageNone, false},
		}},
		{"AWSLambda", "AWS Lambda", "Compute", "Serverless Compute", []usage{
			{"Lambda-GB-Second", "Invoke", "Second", 166_000, "Serverless", "", "lambda:{r}:{a}:function:fn-", 18, coverageNone, false},
			{"Request", "Invoke", "Requests", 2_000, "Serverless", "", "lambda:{r}:{a}:function:fn-", 4, coverageNone, false},
		}},
		{"AmazonEKS", "Amazon Elastic Kubernetes Service", "Compute", "Containers", []usage{
			{"AmazonEKS-Hours:perCluster", "CreateOperation", "Hours", 1_000_000_000, "Compute", "", "eks:{r}:{a}:cluster/eks-", 16, coverageNone, false},
		}},
		{"AmazonECS", "Amazon Elastic Container Service", "Compute", "Containers", []usage{
			{"Fargate-vCPU-Hours:perCPU", "FargateTask", "hours", 404_800_000, "Compute", "", "ecs:{r}:{a}:task/svc/", 35, coverageSavingsPlan, false},
		}},
		{"AmazonDynamoDB", "Amazon DynamoDB", "Databases", "NoSQL Databases", []usage{
			{"ReadRequestUnits", "PayPerRequestThroughput", "ReadRequestUnits", 2_000, "Amazon DynamoDB PayPerRequest Throughput", "", "dynamodb:{r}:{a}:table/tbl-", 14, coverageNone, false},
			{"WriteRequestUnits", "PayPerRequestThroughput", "WriteRequestUnits", 12_000, "Amazon DynamoDB PayPerRequest Throughput", "", "dynamodb:{r}:{a}:table/tbl-", 14, coverageNone, false},
		}},
		{"AmazonElastiCache", "Amazon ElastiCache", "Databases", "Caching", []usage{
			{"NodeUsage:cache.r6g.large", "CreateCacheCluster:0002", "Hrs", 2_060_000_000, "Cache Instance", "cache.r6g.large", "elasticache:{r}:{a}:cluster:cch-", 28, coverageReservation, false},
		}},
		{"AmazonES", "Amazon OpenSearch Service", "Analytics", "Search", []usage{
			{"ESInstance:r6g.large", "ESDomain", "Hrs", 1_670_000_000, "Amazon OpenSearch Service Instance", "r6g.large.search", "es:{r}:{a}:domain/dom-", 26, coverageReservation, false},
		}},
		{"AmazonRedshift", "Amazon Redshift", "Databases", "Data Warehouses", []usage{
			{"Node:ra3.xlplus", "RunComputeNode:0001", "Hrs", 10_860_000_000, "Compute Instance", "ra3.xlplus", "redshift:{r}:{a}:cluster:dw-", 40, coverageReservation, false},
		}},
		{"AWSGlue", "AWS Glue", "Analytics", "Data Processing", []usage{
			{"ETL-DPU-Hour", "Jobrun", "DPU-Hour", 4_400_000_000, "AWS Glue", "", "glue:{r}:{a}:job/job-", 12, coverageNone, false},
		}},
		{"AmazonAthena", "Amazon Athena", "Analytics", "Analytics Platforms", []usage{
			{"DataScannedInTB", "", "Terabytes", 50_000_000_000, "Athena Queries", "", "athena:{r}:{a}:workgroup/wg-", 8, coverageNone, false},
		}},
		{"AmazonSageMaker", "Amazon SageMaker", "AI and Machine Learning", "Machine Learning", []usage{
			{"Host:ml.m5.xlarge", "RunInstance", "Hrs", 2_300_000_000, "ML Instance", "ml.m5.xlarge", "sagemaker:{r}:{a}:endpoint/ep-", 30, coverageNone, false},
		}},
		{"AmazonBedrock", "Amazon Bedrock", "AI and Machine Learning", "Generative AI", []usage{
			{"TextModel-input-tokens", "InvokeModelInference", "1K tokens", 30_000_000, "Amazon Bedrock Foundation Models", "", "bedrock:{r}:{a}:inference-profile/ip-", 22, coverageNone, true},
			{"TextModel-output-tokens", "InvokeModelInference", "1K tokens", 150_000_000, "Amazon Bedrock Foundation Models", "", "bedrock:{r}:{a}:inference-profile/ip-", 26, coverageNone, true},
		}},
		{"AmazonCloudFront", "Amazon CloudFront", "Networking", "Content Delivery", []usage{
			{"DataTransfer-Out-Bytes", "GET", "GB", 850_000_000, "Data Transfer", "", "cloudfront::{a}:distribution/E", 24, coverageNone, false},
		}},
		{"AmazonEFS", "Amazon Elastic File System", "Storage", "File Storage", []usage{
			{"TimedStorage-ByteHrs", "", "GB-Mo", 3_000_000_000, "Storage", "", "elasticfilesystem:{r}:{a}:file-system/fs-", 14, coverageNone, false},
		}},
		{"AWSBackup", "AWS Backup", "Storage", "Backup Storage", []usage{
			{"WarmStorage-ByteHrs-EBS", "Storage", "GB-Mo", 500_000_000, "AWS Backup Storage", "", "backup:{r}:{a}:recovery-point:", 12, coverageNone, false},
		}},
		{"awskms", "AWS Key Management Service", "Security", "Other (Security)", []usage{
			{"KMS-Requests", "Decrypt", "Requests", 30_000, "API Request", "", "kms:{r}:{a}:key/", 3, coverageNone, false},
		}},
		{"AWSSecretsManager", "AWS Secrets Manager", "Security", "Other (Security)", []usage{
			{"AWSSecretsManager-Secrets", "", "Secrets", 4_000_000_000, "Secret", "", "secretsmanager:{r}:{a}:secret:s-", 2, coverageNone, false},
		}},
		{"AmazonGuardDuty", "Amazon GuardDuty", "Security", "Threat Detection and Response", []usage{
			{"PaidEventsAnalyzed", "", "Events", 40_000, "Security Services - Amazon GuardDuty", "", "", 6, coverageNone, false},
		}},
		{"awswaf", "AWS WAF", "Security", "Application Security", []usage{
			{"RequestV2-Tier1", "", "Request", 6_000, "Web Application Firewall", "", "", 5, coverageNone, false},
		}},
		{"AWSQueueService", "Amazon Simple Queue Service", "Integration", "Messaging", []usage{
			{"Requests-RBP", "SendMessage", "Requests", 4_000, "API Request", "", "sqs:{r}:{a}:q-", 3, coverageNone, false},
		}},
		{"AmazonApiGateway", "Amazon API Gateway", "Integration", "API Management", []usage{
			{"ApiGatewayRequest", "ApiGatewayHttpApi", "Requests", 10_000, "API Calls", "", "", 6, coverageNone, false},
		}},
		{"AmazonRoute53", "Amazon Route 53", "Networking", "Network Routing", []usage{
			{"DNS-Queries", "A", "Queries", 4_000, "DNS Query", "", "", 2, coverageNone, false},
		}},
		{"AmazonMSK", "Amazon Managed Streaming for Apache Kafka", "Analytics", "Streaming Analytics", []usage{
			{"Kafka.m5.large", "RunBroker", "hours", 2_100_000_000, "Managed Streaming for Apache Kafka (MSK)", "kafka.m5.large", "kafka:{r}:{a}:cluster/msk-", 18, coverageNone, false},
		}},
	}
}

// seller is a third party in the marketplace.
type seller struct{ product, name, code string }

func sellers() []seller {
	return []seller{
		{"Lanternfish Observability", "Lanternfish Software Ltd", "5lq2wh8z0m1c7r4tv9xk3bney"},
		{"Quillmoss Vault Backup", "Quillmoss Data Inc.", "a8d3k1p6s0v5y2b7e4h9m3q1t"},
		{"Tidewhistle Mail Relay", "Tidewhistle Networks GmbH", "f2j7n4r9u1x6c3g8k5p0t2w7z"},
	}
}
