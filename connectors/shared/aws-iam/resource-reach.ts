import type { Statement } from "./documents";
import { globMatches } from "./globs";

/** A name that nobody gives: a pattern that matches it matches every name. */
const anyName = "0-any-0";
const anyAccount = "000000000000";

/** What the actions that privilege is judged by work on; the rest of the ARN for one of any name. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [
    /^iam:(createuser|attachuserpolicy|putuserpolicy|createaccesskey|.*loginprofile)$/,
    "iam::A:user/N/N",
  ],
  [/^iam:(addusertogroup|attachgrouppolicy|putgrouppolicy)$/, "iam::A:group/N/N"],
  [/^iam:(createpolicyversion|setdefaultpolicyversion)$/, "iam::A:policy/N/N"],
  [
    /^(iam:(attachrolepolicy|putrolepolicy|updateassumerolepolicy|passrole)|sts:assumerole)$/,
    "iam::A:role/N/N",
  ],
  [
    /^lambda:(createfunction|invokefunction|addpermission|updatefunctioncode)$/,
    "lambda:N:A:function:N",
  ],
  [/^secretsmanager:getsecretvalue$/, "secretsmanager:N:A:secret:N"],
  [/^kms:decrypt$/, "kms:N:A:key/N"],
  [/^(ec2:runinstances|ssm:sendcommand|ssm:startsession)$/, "ec2:N:A:instance/N"],
  [/^ecs:runtask$/, "ecs:N:A:task-definition/N:N"],
  [/^ecs:createservice$/, "ecs:N:A:service/N/N"],
  [/^cloudformation:createstack$/, "cloudformation:N:A:stack/N/N"],
  [/^codebuild:createproject$/, "codebuild:N:A:project/N"],
  [/^glue:createjob$/, "glue:N:A:job/N"],
  [/^s3:deletebucket$/, "s3:::N"],
  [/^s3:/, "s3:::N/N"],
];

/** One ARN, or one for each way to write region and account, of any resource of the action. */
function samples(action: string, account: string): string[] {
  const service = /^[a-z0-9-]+(?=:)/.exec(action)?.[0] ?? anyName;
  const kind = kinds.find(([actions]) => actions.test(action))?.[1];
  const forms = kind ? [kind] : [`${service}:N:A:N/N`, `${service}::A:N/N`, `${service}:::N/N`];
  return forms.map((form) => `arn:aws:${form}`.replaceAll("N", anyName).replaceAll("A", account));
}

/** An ARN with fewer than six fields has a wildcard in each that lacks; the partition is ours. */
function whole(pattern: string): string {
  if (!pattern.startsWith("arn:")) return pattern;
  const fields = pattern.split(":");
  while (fields.length < 6) fields.push("*");
  if (/^aws[a-z-]*$/.test(fields[1] ?? "")) fields[1] = "aws";
  return fields.join(":");
}

/**
 * Whether a pattern of resources stands for all that an action, in lower case and perhaps with
 * wildcards, can work on. `account` is the identity's own: naming it narrows nothing.
 */
export function isEveryResource(pattern: string, action: string, account = anyAccount): boolean {
  if (pattern === "*") return true;
  const completed = whole(pattern);
  return samples(action, account).some((sample) => globMatches(completed, sample));
}

/** Whether a statement speaks of all that the action can work on, a few named exceptions aside. */
export function speaksOfAll(statement: Statement, action: string, account?: string): boolean {
  const matches = (pattern: string): boolean => isEveryResource(pattern, action, account);
  return statement.resources.length > 0
    ? statement.resources.some(matches)
    : !statement.notResources.some(matches);
}
