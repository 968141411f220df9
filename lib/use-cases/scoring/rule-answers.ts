import type { PoolClient } from "pg";
import type { Evaluation } from "@/lib/domain/policy/evaluate";
import type { RuleOutcome } from "@/lib/domain/policy/rule";
import { sql } from "@/lib/infra/db";
import { insertRows } from "../ingest/bulk-sql";
import { Fingerprint } from "./fingerprint";

type State = RuleOutcome["state"];

const codeOf = (state: State): number =>
  state === "pass" ? 1 : state === "not_applicable" ? 0 : state === "unknown" ? 2 : 3;
/** So many answers of two bits are exact in one number, so twice as many rules can be told apart. */
const perHalf = 26;
export const mostRules = 2 * perHalf;
/** Few of all ways to answer occur, so each is digested once: by the later rules, then the first. */
const digests = new Map<number, Map<number, string>>();

/** Digest of how the rules answered, without the words: many identities share one. */
export function answersOf(evaluations: readonly Evaluation[]): string {
  let first = 0;
  let later = 0;
  let at = 0;
  for (const { outcome } of evaluations) {
    if (at === perHalf) {
      first = later;
      later = 0;
    }
    later = later * 4 + codeOf(outcome.state);
    at += 1;
  }
  let among = digests.get(later);
  if (among === undefined) {
    among = new Map();
    digests.set(later, among);
  }
  let digest = among.get(first);
  if (digest === undefined) {
    digest = digestOf(evaluations);
    among.set(first, digest);
  }
  return digest;
}

/** By the rules' ids: their order may change from version to version. */
function digestOf(evaluations: readonly Evaluation[]): string {
  const print = new Fingerprint();
  for (const { rule, outcome } of evaluations) print.add(rule.id).add(` ${outcome.state}\n`);
  return print.toString();
}

const columns = { digest: "text", failed: "text[]", unknown: "text[]", passed: "text[]" } as const;

/**
 * Writes down what the digests mean that nobody wrote down before, in one order, so that two writers
 * never wait for each other in a circle. Returns the digests: they are noted once they are committed.
 */
export async function noteAnswers(
  client: PoolClient,
  looks: readonly { answers: string; evaluations: readonly Evaluation[] }[],
  noted: ReadonlySet<string>,
): Promise<string[]> {
  const fresh = new Map(
    looks.flatMap((one) => (noted.has(one.answers) ? [] : [[one.answers, one] as const])),
  );
  const digested = [...fresh].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = digested.map(([digest, { evaluations }]) => {
    const having = (state: State): string[] =>
      evaluations.flatMap(({ rule, outcome }) => (outcome.state === state ? rule.id : []));
    return { digest, failed: having("fail"), unknown: having("unknown"), passed: having("pass") };
  });
  await insertRows(client, "rule_answers", columns, rows, "ON CONFLICT DO NOTHING");
  return digested.map(([digest]) => digest);
}

/** Forgets how the rules answered for the identities of a source; [sourceId]. */
export const forgetRuleFiguresSql = "DELETE FROM rule_figure WHERE source_id = $1::uuid";

/** A part of the statement that counts a source, [sourceId]: fills them from its `answered`. */
export const ruleFiguresSql = `
  INSERT INTO rule_figure (source_id, rule_id, failed, unknown, passed)
  SELECT $1::uuid, rule_id, ${["failed", "unknown", "passed"]
    .map((answer) => `coalesce(sum(n) FILTER (WHERE answer = '${answer}'), 0)`)
    .join(", ")}
  FROM answered JOIN rule_answers a ON a.digest = answered.answers
    CROSS JOIN LATERAL (SELECT unnest(a.failed), 'failed'
      UNION ALL SELECT unnest(a.unknown), 'unknown'
      UNION ALL SELECT unnest(a.passed), 'passed') AS told (rule_id, answer)
  GROUP BY rule_id`;

/** For how many identities a rule failed, could not tell and passed. */
export interface RuleFigure {
  failed: number;
  unknown: number;
  passed: number;
}

/** The counts by rule as scoring keeps them, of all sources or one. */
export async function readRuleFigures(sourceId: string | null): Promise<Map<string, RuleFigure>> {
  const rows = await sql<RuleFigure & { rule_id: string }>(
    `SELECT rule_id, sum(failed)::int AS failed, sum(unknown)::int AS unknown,
       sum(passed)::int AS passed
     FROM rule_figure f JOIN source s ON s.id = f.source_id
     WHERE s.removed_at IS NULL AND ($1::uuid IS NULL OR s.id = $1) GROUP BY rule_id`,
    [sourceId],
  );
  return new Map(rows.map(({ rule_id: id, ...figure }) => [id, figure]));
}
