import { z } from "zod";
import { type Evaluation, findingKey } from "./evaluate";
import { severities, undecidedReasons, type UndecidedReason } from "./rule";

/** What one rule says of one identity, in words. */
export const identityCheck = z.object({
  ruleId: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  outcome: z.enum(["failed", "unknown", "passed"]),
  /** Why it could not be checked; null when it could. */
  because: z.string().nullable(),
  reason: z.enum(undecidedReasons).nullable(),
  /** What to do when it failed, what would let Muster know when it could not be checked. */
  whatToDo: z.string().nullable(),
  /** What was found, now or earlier; the finding is null until the next scoring has written it. */
  found: z.array(
    z.object({
      evidence: z.string(),
      findingId: z.uuid().nullable(),
      excepted: z.boolean(),
    }),
  ),
});
export type IdentityCheck = z.infer<typeof identityCheck>;

export const identityChecks = z.object({
  /** Failed first, then what could not be checked, then passed. */
  items: z.array(identityCheck),
  /** How many rules have nothing to say of an identity like this. */
  notApplicable: z.number().int(),
});
export type IdentityChecks = z.infer<typeof identityChecks>;

/** What would let Muster know what it does not know now. */
const whatWouldTell: Record<UndecidedReason, string> = {
  permission_missing: "Grant its source the permission, then sync it again.",
  not_offered: "The provider does not tell this to anyone: ask its owner.",
  not_collected:
    "This source does not carry it. Connect the system itself, or give the source the missing report.",
  not_tracked_yet: "The provider looks back only so far. A later sync may know.",
  stale: "Sync its source again.",
  unreadable: "Its source says what could not be read. Correct that there, then sync it again.",
  not_classified: "Classify it: Muster takes a person’s word over its own guess.",
  not_named:
    "Muster goes by names and tags: words such as prod, staging or deploy in them would tell.",
};

const order = { failed: 0, unknown: 1, passed: 2 } as const;

/** The findings of an identity that stand, by their key. */
export type StandingFindings = ReadonlyMap<string, { id: string; excepted: boolean }>;

/** Every rule that applies to an identity with its answer, in the order of reading. Pure. */
export function checksOf(
  evaluations: readonly Evaluation[],
  subjectId: string,
  standing: StandingFindings,
): IdentityChecks {
  const items = evaluations.flatMap((one) => toCheck(one, subjectId, standing));
  return {
    items: items.toSorted((a, b) => order[a.outcome] - order[b.outcome] || worse(a, b)),
    notApplicable: evaluations.length - items.length,
  };
}

const worse = (a: IdentityCheck, b: IdentityCheck): number =>
  a.outcome === "failed" ? severities.indexOf(a.severity) - severities.indexOf(b.severity) : 0;

function toCheck(
  { rule, outcome }: Evaluation,
  subjectId: string,
  standing: StandingFindings,
): IdentityCheck[] {
  if (outcome.state === "not_applicable") return [];
  const { id: ruleId, title, severity } = rule;
  const plain = { ruleId, title, severity, because: null, reason: null, whatToDo: null, found: [] };
  if (outcome.state === "pass") return [{ ...plain, outcome: "passed" }];
  if (outcome.state === "unknown") {
    const { because, reason, keys = null } = outcome;
    const whatToDo = whatWouldTell[reason];
    const found = foundEarlier(findingKey(ruleId, subjectId, ""), keys, standing);
    return [{ ...plain, outcome: "unknown", because, reason, whatToDo, found }];
  }
  const worst = severities.find((name) =>
    outcome.violations.some((violation) => (violation.severity ?? severity) === name),
  );
  const found = outcome.violations.map(({ key, evidence }) => {
    const finding = standing.get(findingKey(ruleId, subjectId, key));
    return { evidence, findingId: finding?.id ?? null, excepted: finding?.excepted ?? false };
  });
  const here = new Set(outcome.violations.map(({ key }) => key));
  const untold = (outcome.untold ?? []).filter((key) => !here.has(key));
  found.push(...foundEarlier(findingKey(ruleId, subjectId, ""), untold, standing));
  const failed = { ...plain, severity: worst ?? severity, whatToDo: rule.remedy, found };
  return [{ ...failed, outcome: "failed" }];
}

/** A rule that cannot tell leaves its findings as they are. */
const foundEarlier = (
  prefix: string,
  keys: readonly string[] | null,
  standing: StandingFindings,
): IdentityCheck["found"] =>
  [...standing]
    .filter(([key]) => key.startsWith(prefix) && (keys?.includes(key.slice(prefix.length)) ?? true))
    .map(([, { id, excepted }]) => ({
      evidence: "Found earlier: it stands until this can be checked again",
      findingId: id,
      excepted,
    }));
