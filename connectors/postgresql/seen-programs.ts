import { z } from "zod";
import type { ConnectorIo } from "../contract";
import { recallJson } from "../shared/recall-json";
import { isPeoplesTool, personOrWorkload, tellingProgram } from "./person-or-workload";

const memory = z.record(z.string(), z.string());
const cacheKey = "telling-programs";
const mostRoles = 5_000;

interface Connected {
  oid: string;
  name: string;
  programs: string[];
}

/** Tools number their sessions in their names: another of the same sort tells nothing new. */
const tellsTheSame = (before: string | undefined, program: string): boolean =>
  before !== undefined && isPeoplesTool(before) === isPeoplesTool(program);

/**
 * The roles with the program that told last what they are for, also where it is not connected just
 * now: a guess that came and went with a session would be a change at every other sync.
 */
export async function withSeenPrograms<Row extends Connected>(
  cache: ConnectorIo["cache"],
  rows: readonly Row[],
): Promise<Row[]> {
  const unclear = rows.filter(({ name }) => personOrWorkload(name).likely === "unclear");
  if (unclear.length === 0) return [...rows];
  const kept = new Map(Object.entries((await recallJson(cache, cacheKey, memory)) ?? {}));
  let hasChanged = false;
  for (const { oid, programs } of unclear) {
    const program = tellingProgram(programs);
    if (program === undefined || tellsTheSame(kept.get(oid), program)) continue;
    kept.delete(oid);
    kept.set(oid, program);
    hasChanged = true;
  }
  if (hasChanged) {
    const newest = Object.fromEntries([...kept].slice(-mostRoles));
    await cache.set(cacheKey, JSON.stringify(newest));
  }
  return rows.map((row) => {
    const seen = kept.get(row.oid);
    return seen === undefined ? row : { ...row, programs: [seen] };
  });
}
