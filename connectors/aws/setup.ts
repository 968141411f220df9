import type { Manifest } from "../contract";

type Templates = NonNullable<Manifest["setup"]>;

const externalId = "{{externalId}}";
const roleName = "MusterInventory";
const whoSignsIn =
  "ARN of the user or role that Muster signs in with; in an organisation, for the member accounts, that of Muster's role in the management account";

/** Whoever is named here, and only together with the external id, may become the role. */
const trustOf = (principal: unknown) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: principal },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": externalId } },
    },
  ],
});

const cloudFormation = (policy: unknown): string =>
  JSON.stringify(
    {
      AWSTemplateFormatVersion: "2010-09-09",
      Description: "The role through which Muster reads this account",
      Parameters: {
        MusterPrincipal: { Type: "String", Description: whoSignsIn },
        RoleName: { Type: "String", Default: roleName },
      },
      Resources: {
        MusterInventory: {
          Type: "AWS::IAM::Role",
          Properties: {
            RoleName: { Ref: "RoleName" },
            AssumeRolePolicyDocument: trustOf({ Ref: "MusterPrincipal" }),
            Policies: [{ PolicyName: roleName, PolicyDocument: policy }],
          },
        },
      },
      Outputs: { RoleArn: { Value: { "Fn::GetAtt": ["MusterInventory", "Arn"] } } },
    },
    null,
    2,
  );

const terraform = (policy: unknown): string => `variable "muster_principal" {
  type        = string
  description = "${whoSignsIn}"
}

resource "aws_iam_role" "muster_inventory" {
  name               = "${roleName}"
  assume_role_policy = <<-JSON
${indented(trustOf("${var.muster_principal}"))}
  JSON
}

resource "aws_iam_role_policy" "muster_inventory" {
  name   = "${roleName}"
  role   = aws_iam_role.muster_inventory.id
  policy = <<-JSON
${indented(policy)}
  JSON
}

output "role_arn" {
  value = aws_iam_role.muster_inventory.arn
}`;

const indented = (document: unknown): string =>
  JSON.stringify(document, null, 2).replaceAll(/^/gm, "    ");

/** What makes the role that Muster assumes, with its trust policy and the least privilege. */
export const roleTemplates = (policy: unknown, when: Templates[number]["when"]): Templates => {
  const shown = when ? { when } : {};
  return [
    { title: "CloudFormation", text: cloudFormation(policy), ...shown },
    { title: "Terraform", text: terraform(policy), ...shown },
  ];
};
