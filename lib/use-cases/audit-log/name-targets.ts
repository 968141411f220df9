import { z } from "zod";
import type { Context } from "../context";
import { defineQuery } from "../define-query";
import type { AuditLine } from "./audit-filter";
import { type FoundTarget, isUuid, lookUpTargets, mayRead } from "./look-up-targets";
import { mentionsIn } from "./mentions";
import { type TargetTable, targetTables } from "./target-tables";

/** What an entry is about, for a reader. */
export interface NamedTarget {
  /** Its type in words. */
  word: string;
  /** As the entry recorded it, or else as it is called now; null where no name is known. */
  name: string | null;
  /** What tells it from others of its name; null where it is gone or has nothing more. */
  under: string | null;
  href: string | null;
  /** True when it was looked for and is no longer there. */
  isGone: boolean;
}

type Subject = Pick<AuditLine, "seq" | "targetType" | "targetId" | "detail">;
function recorded(table: TargetTable, detail: Subject["detail"]): string | null {
  const value = table.recordedAs === undefined ? null : detail[table.recordedAs];
  return typeof value === "string" && value !== "" ? value : null;
}

function nameOne(
  ctx: Context,
  subject: Subject,
  found: ReadonlyMap<string, FoundTarget>,
): NamedTarget {
  const { targetType, targetId, detail } = subject;
  const table = targetTables[targetType ?? ""];
  const nothing = { under: null, href: null, isGone: false };
  if (!table) return { word: targetType ?? "", name: targetId, ...nothing };
  const hasId = table.from !== null && isUuid(targetId);
  const mayOpen = mayRead(ctx, table);
  const now = hasId ? found.get(`${targetType} ${targetId}`) : undefined;
  const isGone = hasId && mayOpen && now === undefined;
  const was = recorded(table, detail);
  const isRenamed = was !== null && now !== undefined && was !== now.name;
  const opens = mayOpen && !isGone && (table.from === null || hasId);
  return {
    word: table.word,
    name: was ?? now?.name ?? (table.from === null ? targetId : null),
    under: isRenamed ? `now ${now.name}` : (now?.under ?? null),
    href: opens ? (table.href?.(targetId ?? "", now?.page ?? "") ?? null) : null,
    isGone,
  };
}

const subject = z.object({
  seq: z.string(),
  targetType: z.string().nullable(),
  targetId: z.string().nullable(),
  detail: z.record(z.string(), z.json()),
});

export interface NamedEntries {
  /** What each entry is about, by its number. */
  targets: Record<string, NamedTarget>;
  /** What the details mention: its name, and what tells it from others, by id. */
  mentioned: Record<string, string>;
}

/** The names of one page's entries, as far as the reader may know them. */
export const nameTargets = defineQuery({
  permission: "audit:read",
  input: z.array(subject).max(200),
  run: async ({ ctx, input }): Promise<NamedEntries> => {
    const about = input.filter(({ targetType }) => targetType !== null);
    const mentions = mentionsIn(input.map(({ detail }) => detail));
    const subjects = about.map(({ targetType, targetId }) => ({
      type: targetType ?? "",
      id: targetId ?? "",
    }));
    const found = await lookUpTargets(ctx, [...subjects, ...mentions]);
    const byKey = new Map(found.map((one) => [`${one.type} ${one.id}`, one]));
    const named = mentions.flatMap(({ type, id }) => byKey.get(`${type} ${id}`) ?? []);
    return {
      targets: Object.fromEntries(about.map((each) => [each.seq, nameOne(ctx, each, byKey)])),
      mentioned: Object.fromEntries(
        named.map(({ id, name, under }) => [id, under ? `${name}, ${under}` : name]),
      ),
    };
  },
});
