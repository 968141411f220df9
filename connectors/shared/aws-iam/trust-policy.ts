import type { PrincipalKind } from "@/lib/domain/access/access";
import type { Condition, Principal, Statement } from "./documents";
import { globMatches } from "./globs";
import { demands, keepsStrangersOut, narrowing } from "./trust-conditions";
import { type Judgement, judgeOidc, worst } from "./oidc-subject";

/** One party that may take the identity on, and how well that is narrowed. */
export interface TrustEdge extends Judgement {
  principalKind: PrincipalKind;
  principal: string;
  conditions: Condition[];
}

export interface TrustScope {
  accountId: string;
  /** Other accounts of the same organisation, where known. */
  ownAccounts: ReadonlySet<string>;
}

const assumeActions = ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"];

const readActions = ["secretsmanager:getsecretvalue"];

const allows = (statement: Statement, action: string): boolean =>
  statement.actions.length > 0
    ? statement.actions.some((own) => globMatches(own, action))
    : !statement.notActions.some((own) => globMatches(own, action));

/** Who may assume a role, by its trust policy; the widest statement for a principal decides. */
export function trustEdges(statements: readonly Statement[], scope: TrustScope): TrustEdge[] {
  return edgesOf(statements, assumeActions, scope);
}

/** Who may read a secret, by its resource policy. */
export function readerEdges(statements: readonly Statement[], scope: TrustScope): TrustEdge[] {
  return edgesOf(statements, readActions, scope);
}

/** Who may take one of the ways in, each an action in lower case. */
function edgesOf(
  statements: readonly Statement[],
  ways: readonly string[],
  scope: TrustScope,
): TrustEdge[] {
  const denies = statements.filter(
    (one) =>
      one.effect === "deny" && one.notPrincipals.length === 0 && one.principals.some(isAnyone),
  );
  const edges = new Map<string, TrustEdge>();
  for (const statement of statements) {
    const open = ways.filter((way) => allows(statement, way));
    if (statement.effect !== "allow" || open.length === 0) continue;
    const limits = denies.filter((deny) => open.every((way) => allows(deny, way)));
    const isClosed = open.every((way) =>
      denies.some((deny) => deny.conditions.length === 0 && allows(deny, way)),
    );
    const limited = { ...statement, conditions: [...statement.conditions, ...demands(limits)] };
    const principals: Principal[] =
      statement.notPrincipals.length > 0 ? [{ kind: "aws", value: "*" }] : statement.principals;
    for (const principal of principals) {
      const edge = judge(principal, limited, scope);
      merge(edges, isClosed ? { ...edge, ...shut } : edge);
    }
  }
  return [...edges.values()];
}

const shut: Judgement = { verdict: "narrow", because: "A Deny statement keeps everybody out." };
const isAnyone = (principal: Principal): boolean =>
  principal.kind === "aws" && principal.value === "*";

function merge(edges: Map<string, TrustEdge>, edge: TrustEdge): void {
  const key = `${edge.principalKind} ${edge.principal}`;
  const before = edges.get(key);
  if (!before) {
    edges.set(key, edge);
    return;
  }
  const wider = worst([before, edge]);
  edges.set(key, {
    ...before,
    verdict: wider.verdict,
    because: wider.because,
    conditions: [...before.conditions, ...edge.conditions],
  });
}

function judge(principal: Principal, statement: Statement, scope: TrustScope): TrustEdge {
  const conditions = statement.conditions;
  const edge = (principalKind: PrincipalKind, judgement: Judgement): TrustEdge => ({
    principalKind,
    principal: principal.value,
    conditions,
    ...judgement,
  });
  if (principal.kind === "service")
    return edge("service", judgeServiceName(principal.value, conditions));
  if (principal.kind === "federated") return judgeFederated(principal, conditions);
  if (principal.kind === "canonical") {
    return edge("external_account", {
      verdict: "unknown",
      because: "A canonical user id names no account.",
    });
  }
  if (principal.value === "*") return judgeAnyone(conditions);
  return judgeArn(principal.value, conditions, scope);
}

function judgeServiceName(service: string, conditions: readonly Condition[]): Judgement {
  if (service.includes("*")) return { verdict: "open", because: "Every AWS service is trusted." };
  const guarded = narrowing(conditions, /^aws:source(account|arn|orgid)$/) !== null;
  return {
    verdict: "narrow",
    because: guarded
      ? `${service} on behalf of the named account or resource.`
      : `${service}; no aws:SourceAccount or aws:SourceArn condition.`,
  };
}

function judgeFederated(principal: Principal, conditions: Condition[]): TrustEdge {
  const saml = /:saml-provider\//.test(principal.value);
  if (saml) {
    const audience = narrowing(conditions, /^saml:(aud|sub|iss|namequalifier)$/) !== null;
    return {
      principalKind: "saml",
      principal: principal.value,
      conditions,
      verdict: audience ? "narrow" : "weak",
      because: audience
        ? "Users whom the identity provider assigns the role, audience checked."
        : "Users of the identity provider; the audience is not checked.",
    };
  }
  const issuer = principal.value.replace(/^arn:[^:]*:iam::\d*:oidc-provider\//, "");
  return {
    principalKind: "oidc",
    principal: principal.value,
    conditions,
    ...judgeOidc(issuer, conditions),
  };
}

function judgeAnyone(conditions: Condition[]): TrustEdge {
  const organisation = narrowing(conditions, /^aws:principalorg(id|paths)$/, /^o-[a-z0-9]+(\/|$)/);
  if (organisation !== null) {
    const because = `Every principal of the organisation ${organisation} is trusted.`;
    return {
      principalKind: "organization",
      principal: organisation,
      conditions,
      verdict: "weak",
      because,
    };
  }
  const narrowed = keepsStrangersOut(conditions);
  const judgement: Judgement =
    narrowed === null
      ? { verdict: "open", because: "Anyone with any AWS account is trusted." }
      : { verdict: "weak", because: `Anyone is trusted who meets the condition ${narrowed}.` };
  return { principalKind: "anyone", principal: "*", conditions, ...judgement };
}

function judgeArn(value: string, conditions: Condition[], scope: TrustScope): TrustEdge {
  if (/^A(IDA|ROA|GPA|NPA|IPA)[A-Z0-9]{8,}$/.test(value)) {
    const because = "The principal was deleted: the trust points at nobody and should go.";
    return { principalKind: "deleted", principal: value, conditions, verdict: "weak", because };
  }
  const account =
    /^\d{12}$/.exec(value)?.[0] ?? /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(value)?.[1];
  if (account === undefined) {
    const because = "The principal is not of a form that IAM documents.";
    return { principalKind: "identity", principal: value, conditions, verdict: "unknown", because };
  }
  const whole = value === account || value.endsWith(":root");
  const own = account === scope.accountId;
  const external = narrowing(conditions, /^sts:externalid$/) !== null;
  const narrowed =
    external || narrowing(conditions, /^aws:(principalarn|userid|principaltag\/.+)$/) !== null;
  return {
    principalKind: own ? (whole ? "account" : "identity") : "external_account",
    principal: value,
    conditions,
    ...judgeAccount({ account, whole, own, narrowed, sibling: scope.ownAccounts.has(account) }),
  };
}

function judgeAccount(fact: {
  account: string;
  whole: boolean;
  own: boolean;
  narrowed: boolean;
  sibling: boolean;
}): Judgement {
  if (fact.own) {
    return fact.whole
      ? {
          verdict: "narrow",
          because: "Principals of the same account whose own policies allow it.",
        }
      : { verdict: "narrow", because: "One named principal of the same account." };
  }
  const where = fact.sibling
    ? `account ${fact.account} of the same organisation`
    : `account ${fact.account}`;
  if (!fact.whole) return { verdict: "narrow", because: `One named principal of ${where}.` };
  return fact.narrowed
    ? {
        verdict: "narrow",
        because: `All of ${where}, narrowed by an external id or a named principal.`,
      }
    : {
        verdict: "weak",
        because: `All of ${where}, with no external id that keeps a confused deputy out.`,
      };
}
