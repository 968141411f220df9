/** A way to more rights than the policy names: every action of `needs` on all resources. */
export interface Escalation {
  needs: readonly string[];
  because: string;
}

const single = (because: string, ...actions: string[]): Escalation[] =>
  actions.map((action) => ({ needs: [action], because }));

const passRoleWith = (because: string, ...actions: string[][]): Escalation[] =>
  actions.map((needs) => ({ needs: ["iam:PassRole", ...needs], because }));

/** Combinations known from public research on IAM privilege escalation. */
export const escalations: readonly Escalation[] = [
  ...single(
    "can make credentials for other users",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:UpdateLoginProfile",
  ),
  ...single("can join a more privileged group", "iam:AddUserToGroup"),
  ...single(
    "can rewrite policies",
    "iam:CreatePolicyVersion",
    "iam:SetDefaultPolicyVersion",
    "iam:AttachUserPolicy",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:PutUserPolicy",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
  ),
  ...single("can change who may assume roles", "iam:UpdateAssumeRolePolicy"),
  ...passRoleWith(
    "can start compute with a role of its choice",
    ["ec2:RunInstances"],
    ["ec2:RequestSpotInstances"],
    ["lambda:CreateFunction", "lambda:InvokeFunction"],
    ["lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
    ["lambda:CreateFunction", "lambda:AddPermission"],
    ["glue:CreateDevEndpoint"],
    ["glue:CreateJob"],
    ["cloudformation:CreateStack"],
    ["datapipeline:CreatePipeline"],
    ["sagemaker:CreateNotebookInstance"],
    ["ecs:RunTask"],
    ["ecs:CreateService"],
    ["codebuild:CreateProject"],
    ["bedrock-agentcore:CreateAgentRuntime"],
    ["bedrock-agentcore:CreateCodeInterpreter"],
  ),
  ...single("can replace the code of functions that hold roles", "lambda:UpdateFunctionCode"),
  ...single("can run commands on machines that hold roles", "ssm:SendCommand", "ssm:StartSession"),
  ...single("can read every stored secret", "secretsmanager:GetSecretValue"),
  ...single("can decrypt with every key", "kms:Decrypt"),
  ...single("can assume every role that trusts the account", "sts:AssumeRole"),
  { needs: ["s3:GetObject", "s3:PutObject", "s3:DeleteBucket"], because: "full control of S3" },
];

/** Actions that together stand for full administration: having all of them is being admin. */
export const adminSentinels: readonly string[] = [
  "iam:CreateUser",
  "iam:AttachUserPolicy",
  "iam:AttachRolePolicy",
  "iam:PutUserPolicy",
  "iam:CreatePolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:CreateAccessKey",
  "iam:PassRole",
];

const readVerbs =
  /^(get|list|describe|view|lookup|search|batchget|batchdescribe|head|query|scan|select|check|simulate|estimate|preview|read|validate|detect|discover|filter|test(?!role$))/;
/** Reports and queries that have to be begun; AWS itself lists them as reading. */
const readDespiteVerb =
  /^(iam:generate.*|logs:(start|stop)(query|livetail)|cloudwatch:generatequery.*|xray:(start|cancel)traceretrieval)$/;

/** Whether an action pattern, in lower case, only reads. A wildcard before the end of the verb is not read. */
export function isReadOnly(action: string): boolean {
  if (!action.includes(":")) return false;
  const verb = action.slice(action.indexOf(":") + 1);
  return readVerbs.test(verb) || readDespiteVerb.test(action);
}

/** What AWS keeps as reading only, whatever verbs it adds to them. */
export const readOnlyPolicies: ReadonlySet<string> = new Set([
  "ReadOnlyAccess",
  "SecurityAudit",
  "job-function/ViewOnlyAccess",
  "IAMReadOnlyAccess",
  "CloudWatchReadOnlyAccess",
  "CloudWatchLogsReadOnlyAccess",
]);
