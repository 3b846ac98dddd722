package program

import (
	"regexp"
	"strings"
	"sync"

	"github.com/sevenfold/sevenfold/internal/core/region"
)

// pattern is one way in which a language names a service: the first group.
type pattern struct {
	// sign is a string without which the expression cannot match; it is looked for
	// first because it is faster.
	sign       string
	expression *regexp.Regexp
	kind       region.Kind
	// not are names that stand where a service stands and are none.
	not string
	// lenient drops a name that nobody knows: the pattern matches more than services.
	lenient bool
}

func (p pattern) ignores(name string) bool {
	return p.not != "" && strings.Contains(" "+p.not+" ", " "+strings.ToLower(name)+" ")
}

// patterns lists the ways, a language after the other.
var patterns = sync.OnceValue(func() []pattern {
	p := func(sign, expression string, kind region.Kind, not string, lenient bool) pattern {
		return pattern{sign, regexp.MustCompile(expression), kind, not, lenient}
	}
	const sdk, cdk = region.KindSDK, region.KindCDK
	// packages of SDKs that are no service
	const js = "sso-oidc-node"
	const javaCore = "core regions auth http profiles utils awscore protocols retries runtime client util event internal"
	return []pattern{
		// Python: boto3.client("s3"), session.resource('dynamodb'), client(service_name="sqs")
		p("boto3.", `\b(?:boto3|aioboto3)\.(?:client|resource)\(\s*(?:service_name\s*=\s*)?["']([a-z0-9][a-z0-9-]*)["']`, sdk, "", false),
		p("boto", `(?i:\b[a-z0-9_]*(?:session|sess|boto|aws)[a-z0-9_]*(?:\([^()\n]*\))?)\.(?:client|resource|create_client)\(\s*(?:service_name\s*=\s*)?["']([a-z0-9][a-z0-9-]*)["']`, sdk, "", true),
		p("mypy_boto3_", `\bmypy_boto3_([a-z0-9_]+)`, sdk, "", false),
		p("mypy-boto3-", `\bmypy-boto3-([a-z0-9-]+)`, sdk, "", false),
		p("aws_cdk", `\baws_cdk\.aws_([a-z0-9]+)`, cdk, "", false),
		// Go
		p("aws-sdk-go", `github\.com/aws/aws-sdk-go(?:-v2)?/service/([a-z0-9]+)`, sdk, "internal", false),
		p("aws-sdk-go", `github\.com/aws/aws-sdk-go-v2/feature/([a-z0-9]+)/`, sdk, "ec2", true),
		p("awscdk", `github\.com/aws/aws-cdk-go/awscdk/v2/aws([a-z0-9]+)`, cdk, "", false),
		// JavaScript and TypeScript
		p("@aws-sdk/", `@aws-sdk/client-([a-z0-9-]+)`, sdk, js, false),
		p("@aws-sdk/", `@aws-sdk/(lib-dynamodb|util-dynamodb|lib-storage|s3-request-presigner|s3-presigned-post)`, sdk, "", false),
		p("aws-sdk", `aws-sdk/clients/([a-z0-9]+)`, sdk, "", false),
		p("AWS.", `\bnew AWS\.([A-Z][A-Za-z0-9]+)\b`, sdk, "config credentials endpoint httprequest sharedinifilecredentials cognitoidentitycredentials temporarycredentials chainabletemporarycredentials ec2metadatacredentials webidentitycredentials environmentcredentials", false),
		p("aws-cdk-lib", `aws-cdk-lib/aws-([a-z0-9-]+)`, cdk, "", false),
		p("@aws-cdk/", `@aws-cdk/aws-([a-z0-9-]+)`, cdk, "", false),
		p("Fargate", `\b(?:ApplicationLoadBalanced|NetworkLoadBalanced|QueueProcessing|Scheduled)?(Fargate)(?:Service|TaskDefinition|Task|Cluster|Profile)\b`, region.KindName, "", true),
		p("ec2.Vpc", `\bec2\.(Vpc)\(`, region.KindName, "", true),
		// Java, Kotlin, Scala
		p("software.amazon.awssdk", `software\.amazon\.awssdk\.services\.([a-z0-9]+)`, sdk, javaCore, false),
		p("software.amazon.awssdk", `<groupId>software\.amazon\.awssdk</groupId>\s*<artifactId>([a-z0-9-]+)</artifactId>`, sdk, "bom sdk-core auth regions apache-client netty-nio-client url-connection-client aws-core http-client-spi utils aws-crt-client aws-sdk-java profiles", true),
		p("software.amazon.awssdk", `software\.amazon\.awssdk:([a-z0-9-]+)`, sdk, "bom auth regions utils", true),
		p("com.amazonaws", `com\.amazonaws\.services\.([a-z0-9]+)`, sdk, "lambda.runtime", false),
		p("aws-java-sdk-", `\baws-java-sdk-([a-z0-9-]+)`, sdk, "core bom bundle pom test-utils", false),
		p("aws-lambda-java-", `\b(aws-lambda)-java-(?:core|events)\b`, sdk, "", false),
		p("awscdk", `software\.amazon\.awscdk\.services\.([a-z0-9]+)`, cdk, "", false),
		p("aws.sdk.kotlin", `aws\.sdk\.kotlin[.:](?:services\.)?([a-z0-9]+)`, sdk, "runtime bom", false),
		p("io.awspring", `spring-cloud-aws-(?:starter-)?([a-z0-9-]+)`, sdk, "dependencies core starter autoconfigure modules", true),
		// .NET
		p("Amazon.", `(?m)^\s*using\s+(?:static\s+)?(?:[A-Za-z0-9_]+\s*=\s*)?Amazon\.([A-Z][A-Za-z0-9]+)`, sdk, "runtime util cdk auth extensions", false),
		p("AWSSDK.", `\bAWSSDK\.([A-Z][A-Za-z0-9]+)`, sdk, "core extensions", false),
		p("Amazon.CDK", `\bAmazon\.CDK\.AWS\.([A-Za-z0-9]+)`, cdk, "", false),
		// PHP, Ruby, Rust, C++, Swift, Dart
		p("Aws\\", `\bAws\\([A-Z][A-Za-z0-9]+)\\`, sdk, "exception credentials handler api signature", false),
		p("Aws::", `\bAws::([A-Z][A-Za-z0-9]+)::`, sdk, "client utils auth http errors credentials config http structure plugins", false),
		p("aws-sdk-", `\baws-sdk-([a-z0-9]+)\b`, sdk, "core go js php ruby java net rust cpp mock resources client", true),
		p("aws_sdk_", `\baws_sdk_([a-z0-9]+)`, sdk, "", false),
		p("#include", `#include\s*[<"]aws/([a-z0-9-]+)/`, sdk, "core", false),
		p("Soto", `\bimport Soto([A-Z][A-Za-z0-9]+)`, sdk, "core", false),
		p("import AWS", `(?m)^\s*import AWS([A-Z][A-Za-z0-9]+)\s*$`, sdk, "core", true),
		// PowerShell
		p("AWS.Tools.", `\bAWS\.Tools\.([A-Z][A-Za-z0-9]+)`, sdk, "common installer", false),
		// Pulumi: aws.s3.Bucket, where @pulumi/aws or pulumi_aws is used
		p("pulumi", `\baws\.([a-z0-9]+)\.[A-Z][A-Za-z0-9]+\(`, sdk, "ec2", true),
		p("pulumi", `\baws\.ec2\.([A-Z][A-Za-z0-9]+)\(`, region.KindTerraform, "", true),
	}
})
