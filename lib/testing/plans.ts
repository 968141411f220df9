import pg from "pg";
import { closeDb } from "../infra/db";

/** A node of a plan, as EXPLAIN tells it. */
interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Join Filter"?: string;
  Plans?: PlanNode[];
}

export interface Planned {
  statement: string;
  plan: PlanNode;
}

type Query = (this: pg.Client, ...args: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;

const plannable = /^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)\b/;

/** How PostgreSQL would do each statement of `work`, asked just before it does it. */
export async function plansOf(work: () => Promise<unknown>): Promise<Planned[]> {
  const plans: Planned[] = [];
  const client = pg.Client.prototype as unknown as { query: Query };
  const { query } = client;
  client.query = async function explained(...args) {
    const [first, second] = args;
    const { text, values } =
      typeof first === "string" ? { text: first, values: second } : (first as pg.QueryConfig);
    if (typeof args.at(-1) !== "function" && plannable.test(text ?? "")) {
      const { rows } = await query.call(this, `EXPLAIN (FORMAT JSON) ${text}`, values);
      const told = rows.flatMap((row) => row["QUERY PLAN"] as { Plan: PlanNode }[]);
      for (const { Plan: plan } of told)
        plans.push({ statement: text.replaceAll(/\s+/g, " ").trim(), plan });
    }
    return query.apply(this, args);
  };
  // Each connection keeps the `query` that it was opened with.
  await closeDb();
  try {
    await work();
  } finally {
    client.query = query;
    await closeDb();
  }
  return plans;
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** What a node reads: tables, and what functions list. */
const readBy = (node: PlanNode): string[] =>
  nodesOf(node).map((one) => one["Relation Name"] ?? one["Node Type"]);

/**
 * Statements that would compare each row of one of `lists` with each of another: a loop within a
 * loop, whose inner one no index cuts short.
 */
export const loopsOver = (plans: readonly Planned[], lists: ReadonlySet<string>): string[] =>
  plans.flatMap(({ statement, plan }) =>
    nodesOf(plan).some(
      (node) =>
        node["Node Type"] === "Nested Loop" &&
        node["Join Filter"] !== undefined &&
        node.Plans?.every((side) => readBy(side).some((name) => lists.has(name))),
    )
      ? statement
      : [],
  );
