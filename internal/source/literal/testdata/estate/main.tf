terraform {
  backend "s3" {
    region = "us-east-1"
  }
}

variable "policy" {
  default = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"]
    }
    resources = ["arn:aws:s3:::${var.bucket}/*"]
  }
}

resource "aws_instance" "x" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "m7i.large"
  user_data     = <<-EOT
    #!/bin/bash
    curl https://sqs.${var.region}.amazonaws.com/
    pip install boto3
  EOT
}

module "vpc" {
  source = "git::https://git-codecommit.us-east-1.amazonaws.com/v1/repos/vpc"
  arn    = "arn:aws:iam::1:role/x"
}
