package program_test

import (
	"strings"
	"testing"

	"github.com/sevenfold/sevenfold/internal/core/region"
	"github.com/sevenfold/sevenfold/internal/source/program"
)

func FuzzRead(f *testing.F) {
	for name, text := range map[string]string{
		"a.py":       "import boto3\ns3 = boto3.client('s3')  # not lex\nb = boto3.resource(\n  \"dynamodb\")\n'''aws lex x'''\n",
		"a.sh":       "#!/bin/sh\naws --region cn-north-1 s3 cp \\\n  a s3://b\naws lexv2-models list-bots | aws sts get-caller-identity\n",
		"a.go":       "package a\nimport \"github.com/aws/aws-sdk-go-v2/service/bedrock\" // x\n/* lex */ var x = \"arn:aws:sns:us-east-1:1:t\"\n",
		"a.ts":       "import { S3Client } from '@aws-sdk/client-s3';\nimport * as lex from 'aws-cdk-lib/aws-lex';\nnew AWS.SQS()\n",
		"A.java":     "import software.amazon.awssdk.services.sqs.SqsClient;\n",
		"a.cs":       "using Amazon.Kinesis;\n",
		"a.php":      "<?php // x\n$c = new Aws\\S3\\S3Client([]); # y\n",
		"pom.xml":    "<!-- lex --><artifactId>sns</artifactId>",
		"Dockerfile": "FROM public.ecr.aws/lambda/python\nRUN aws s3 ls\n",
	} {
		f.Add(name, []byte(text))
	}
	c := region.Shipped()
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		language, ok := program.LanguageOf(name, text)
		if !ok {
			language = program.LanguageScript
		}
		r := program.Read(name, text, language, c)
		lines := strings.Count(string(text), "\n") + 1
		for _, found := range append(r.Finds, r.Unresolved...) {
			if found.Place.Line < 1 || found.Place.Line > lines || found.Place.Column < 1 || found.Evidence == "" {
				t.Errorf("%+v of %d lines", found, lines)
			}
		}
		if inner := program.Inside(region.Embedded{Place: region.Place{File: name, Line: 5, Column: 3}, Text: string(text)}, c); language == program.LanguageScript && len(inner.Finds) != len(r.Finds) {
			t.Errorf("%d finds inside, %d outside", len(inner.Finds), len(r.Finds))
		}
	})
}
