import type { Environment } from "@/lib/domain/identity/identity";
import type { TrustEdge } from "./trust-policy";

export interface NhiScore {
  score: number;
  isNhi: boolean;
  reasons: string[];
}

const workloadName =
  /(^|[-_.])(svc|service|bot|ci|cd|deploy|terraform|jenkins|github|gitlab|ses|smtp|backup|app)([-_.]|$)/i;

/** Whether an IAM user is used by software: weighted signs, 2 or more points is yes. */
export function scoreUser(user: {
  name: string;
  path: string;
  tags: Record<string, string>;
  hasPassword: boolean | undefined;
  hasKeys: boolean | undefined;
  mfa: boolean | undefined;
  passwordUsedDaysAgo: number | null | undefined;
}): NhiScore {
  const signs: [boolean, number, string][] = [
    [user.hasPassword === false && user.hasKeys === true, 3, "has keys and no console password"],
    [/\/(service|system|bot)\//i.test(user.path), 2, "its path is for workloads"],
    [workloadName.test(user.name), 2, "its name is a workload's"],
    [user.hasPassword === false && user.mfa === false, 1, "has neither password nor MFA"],
    [/^service/i.test(tag(user.tags, "type") ?? ""), 2, "its tag says service"],
    [/@|^aws[-_.:].*sso/i.test(user.name), -4, "its name is a person's"],
    [(user.passwordUsedDaysAgo ?? Infinity) <= 90, -3, "its password was used in the last 90 days"],
  ];
  const hits = signs.filter(([applies]) => applies);
  const score = hits.reduce((sum, [, points]) => sum + points, 0);
  return { score, isNhi: score >= 2, reasons: hits.map(([, points, why]) => `${why} (${points})`) };
}

export interface RoleClass {
  detail: string;
  kind: "assumable_role" | "managed_identity";
}

/** What a role is for, by its path and by whom it trusts. */
export function classifyRole(path: string, edges: readonly TrustEdge[] | null): RoleClass {
  if (path.startsWith("/aws-service-role/")) {
    return { detail: "aws.service_linked_role", kind: "managed_identity" };
  }
  return { detail: detailOf(path, edges ?? []), kind: "assumable_role" };
}

function detailOf(path: string, edges: readonly TrustEdge[]): string {
  if (isSsoRole(path)) return "aws.role.sso";
  const service = edges.find((edge) => edge.principalKind === "service");
  if (service) return serviceDetail(service.principal);
  for (const kind of ["oidc", "saml"] as const) {
    if (edges.some((edge) => edge.principalKind === kind)) return `aws.role.${kind}`;
  }
  if (edges.some((edge) => edge.principalKind === "anyone")) return "aws.role.public";
  return edges.some((edge) => edge.principalKind === "external_account")
    ? "aws.role.cross_account"
    : "aws.role";
}

const namedServices: Record<string, string> = {
  "pods.eks": "eks_pod_identity",
  rolesanywhere: "roles_anywhere",
};

function serviceDetail(principal: string): string {
  const service = principal.replace(/\.amazonaws\.com(\.cn)?$/, "").toLowerCase();
  const known = Object.hasOwn(namedServices, service) ? namedServices[service] : undefined;
  return `aws.role.${known ?? service.replaceAll(/[^a-z0-9]+/g, "_")}`.slice(0, 100);
}

export const isSsoRole = (path: string): boolean =>
  path.startsWith("/aws-reserved/sso.amazonaws.com/");

const environmentWords: readonly [RegExp, Environment][] = [
  [/^(prod|production|prd|live)$/i, "production"],
  [/^(stag|staging|stage|stg|uat|preprod|pre-production)$/i, "staging"],
  [/^(test|testing|qa)$/i, "test"],
  [/^(dev|development|sandbox)$/i, "development"],
];

/** The environment that a tag names, if any. */
export function environmentOf(tags: Record<string, string>): Environment | undefined {
  const value = tag(tags, "environment") ?? tag(tags, "env") ?? tag(tags, "stage");
  return environmentWords.find(([word]) => word.test(value?.trim() ?? ""))?.[1];
}

/** The value of a tag whatever the case of its key. */
export function tag(tags: Record<string, string>, key: string): string | undefined {
  const found = Object.keys(tags).find((own) => own.toLowerCase() === key);
  return found === undefined ? undefined : tags[found];
}
