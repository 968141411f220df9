import { limitNames, type LimitName, type PolicyDocument, type PolicyLine } from "./policy";

/** One limit that differs between two documents; null is "says nothing". */
export interface PolicyChange {
  /** The conditions of the line, as one text; empty is what always holds. */
  when: string;
  limit: LimitName;
  before: number | null;
  after: number | null;
}

const keyOf = ({ when }: PolicyLine): string =>
  Object.values(when)
    .map((list: readonly string[]) => list.toSorted().join(" or "))
    .filter((text) => text !== "")
    .join(", ");

function byConditions(document: PolicyDocument): Map<string, PolicyLine["set"]> {
  const all = new Map<string, PolicyLine["set"]>([["", document.base]]);
  for (const line of document.lines) all.set(keyOf(line), { ...all.get(keyOf(line)), ...line.set });
  return all;
}

/** What changes from one document to another, limit by limit; the order of lines is no difference. */
export function diffPolicies(before: PolicyDocument, after: PolicyDocument): PolicyChange[] {
  const [old, fresh] = [byConditions(before), byConditions(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((when) =>
    limitNames.flatMap((limit): PolicyChange[] => {
      const [was, is] = [old.get(when)?.[limit] ?? null, fresh.get(when)?.[limit] ?? null];
      return was === is ? [] : [{ when, limit, before: was, after: is }];
    }),
  );
}
