import type { Condition } from "./documents";
import type { TrustVerdict } from "@/lib/domain/access/access";

/** A public issuer: strangers get tokens from it too, so the subject must name the own tenant. */
interface PublicIssuer {
  issuer: RegExp;
  name: string;
  /** The subject names the own tenant literally. */
  tenant: RegExp;
  /** The subject names one repository, project or workspace literally. */
  unit: RegExp;
  /** Values that need no literal branch or environment to be narrow. */
  narrow?: RegExp;
}

const publicSignIn = "a public sign-in provider";

const publicIssuers: readonly PublicIssuer[] = [
  {
    // With the name of an enterprise behind it, it is that enterprise's own.
    issuer: /^token\.actions\.githubusercontent\.com$/,
    name: "GitHub Actions",
    tenant: /^(repo:[^*?/:]+\/|(repository_owner|enterprise):[^*?/:]+(:|$))/,
    unit: /^repo:[^*?/]+\/[^*?:]+:/,
  },
  {
    issuer: /^gitlab\.com$/,
    name: "GitLab",
    tenant: /^project_path:[^*?/:]+\//,
    unit: /^project_path:[^*?:]+:/,
  },
  {
    issuer: /^app\.terraform\.io$/,
    name: "HCP Terraform",
    tenant: /^organization:[^*?:]+:/,
    unit: /^organization:[^*?:]+:project:[^*?:]+:workspace:[^*?:]+:/,
    narrow: /^organization:[^*?:]+:project:[^*?:]+:workspace:[^*?:]+:run_phase:\*$/,
  },
  {
    issuer: /^agent\.buildkite\.com$/,
    name: "Buildkite",
    tenant: /^organization:[^*?:]+:/,
    unit: /^organization:[^*?:]+:pipeline:[^*?:]+:/,
  },
  {
    issuer:
      /^(cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)$/,
    name: publicSignIn,
    tenant: /^[^*?]+$/,
    unit: /^[^*?]+$/,
  },
];

export interface Judgement {
  verdict: TrustVerdict;
  because: string;
}

const positive = /^(foranyvalue:)?string(equals|like|equalsignorecase)(ifexists)?$/;

/** How well a web-identity trust is narrowed by the issuer's audience and subject. */
export function judgeOidc(issuer: string, conditions: readonly Condition[]): Judgement {
  const known = publicIssuers.find((one) => one.issuer.test(issuer));
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
