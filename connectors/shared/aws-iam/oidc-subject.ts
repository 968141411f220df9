import type { Condition } from "./documents";
import type { TrustVerdict } from "@/lib/domain/access/access";
import { publicIssuerOf, publicSignIn, type PublicIssuer } from "../public-issuers";

export interface Judgement {
  verdict: TrustVerdict;
  because: string;
}

const positive = /^(foranyvalue:)?string(equals|like|equalsignorecase)(ifexists)?$/;

/** How well a web-identity trust is narrowed by the issuer's audience and subject. */
export function judgeOidc(issuer: string, conditions: readonly Condition[]): Judgement {
  const known = publicIssuerOf(issuer);
  const label = known?.name ?? issuer;
  const claim = (name: string) =>
    conditions.filter(
      (one) => one.key === `${issuer.toLowerCase()}:${name}` && positive.test(one.operator),
    );
  const subjects = claim("sub");
  if (subjects.length === 0) return withoutSubject(label, known, claim);
  const verdicts = subjects.map((one) =>
    worst(one.values.map((value) => judgeSubject(value, one, known, label))),
  );
  const best = narrowest(verdicts);
  if (best.verdict === "narrow" && claim("aud").length === 0) {
    return { verdict: "weak", because: `${best.because} The audience is not checked.` };
  }
  return best;
}

function withoutSubject(
  label: string,
  known: PublicIssuer | undefined,
  claim: (name: string) => Condition[],
): Judgement {
  if (known?.name === publicSignIn) return ofAnApplication(label, claim);
  const other = [
    "repository",
    "repository_id",
    "job_workflow_ref",
    "repository_owner",
    "namespace_id",
    "project_id",
  ].find((name) => claim(name).some((one) => one.values.every((value) => !/^[*?]/.test(value))));
  if (other !== undefined) {
    return {
      verdict: "weak",
      because: `${label} is narrowed by ${other} only, not by the subject.`,
    };
  }
  return known
    ? {
        verdict: "open",
        because: `Anyone who gets a token from ${label} is trusted: no subject is required.`,
      }
    : { verdict: "weak", because: `Every subject of ${label} is trusted.` };
}

/** Its users are strangers to one another: only the audience says whose application they signed in to. */
function ofAnApplication(label: string, claim: (name: string) => Condition[]): Judgement {
  const isNamed = claim("aud").some((one) => one.values.every((value) => !/^[*?]/.test(value)));
  if (!isNamed) {
    return {
      verdict: "open",
      because: `Anyone who gets a token from ${label} is trusted: no application is named.`,
    };
  }
  return claim("amr").some((one) => one.values.includes("unauthenticated"))
    ? { verdict: "open", because: "Guests of the identity pool are trusted without signing in." }
    : { verdict: "weak", because: "Any user of the named application is trusted." };
}

function judgeSubject(
  value: string,
  condition: Condition,
  known: PublicIssuer | undefined,
  label: string,
): Judgement {
  const wild = condition.operator.includes("like") && /[*?]/.test(value);
  if (!wild) {
    return value.endsWith(":pull_request")
      ? { verdict: "weak", because: `Any pull request may use it: ${value}.` }
      : { verdict: "narrow", because: `Only the subject ${value} of ${label}.` };
  }
  if (known && !known.tenant.test(value)) {
    return {
      verdict: "open",
      because: `The subject ${value} matches other organisations of ${label}.`,
    };
  }
  if (known?.narrow?.test(value)) {
    return { verdict: "narrow", because: `Only the workspace of ${value}.` };
  }
  return known?.unit.test(value)
    ? { verdict: "weak", because: `Any branch, tag or environment matches ${value}.` }
    : { verdict: "weak", because: `The subject ${value} matches more than one workload.` };
}

const rank: Record<TrustVerdict, number> = { narrow: 0, weak: 1, unknown: 2, open: 3 };

/** The widest of several alternatives decides: any one of them is enough to get in. */
export function worst(all: readonly Judgement[]): Judgement {
  const first: Judgement = {
    verdict: "narrow",
    because: "No value is allowed, so nobody matches.",
  };
  return all.reduce(
    (left, right) => (rank[right.verdict] > rank[left.verdict] ? right : left),
    all[0] ?? first,
  );
}

/** Conditions apply together, so the narrowest of them decides. */
function narrowest(all: readonly Judgement[]): Judgement {
  const first: Judgement = { verdict: "open", because: "No condition narrows it." };
  return all.reduce(
    (left, right) => (rank[right.verdict] < rank[left.verdict] ? right : left),
    all[0] ?? first,
  );
}
