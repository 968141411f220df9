import { z } from "zod";
import type { ConnectorIo } from "../contract";
import { recallJson } from "../shared/recall-json";

/** Days (UTC) on which tokens and keys of an account were last used, as the runs saw them. */
const memory = z.record(z.string(), z.array(z.string()));

const cacheKey = "use-days";
/** Per account: two weeks are enough to tell a habit. */
const mostDays = 14;
const mostAccounts = 5_000;
const dayMs = 86_400_000;
/** A week without a day off: people rest, programs do not. */
export const dailyRun = 7;

export interface UseDays {
  note(uses: readonly { login: string; lastUsedAt: string | null }[]): Promise<void>;
  /** Whether credentials of the account were used on seven days in a row. */
  isDaily(login: string): Promise<boolean>;
}

/** GitHub tells the last use only, so each run adds a day: nothing is told before a week of runs. */
export function rememberedUseDays(cache: ConnectorIo["cache"]): UseDays {
  let kept: z.infer<typeof memory> | undefined;
  const read = async () => {
    kept ??= (await recallJson(cache, cacheKey, memory)) ?? {};
    return kept;
  };
  return {
    note: async (uses) => {
      const all = new Map(Object.entries(await read()));
      let hasChanged = false;
      for (const { login, lastUsedAt } of uses) {
        if (lastUsedAt === null) continue;
        const day = lastUsedAt.slice(0, 10);
        const key = login.toLowerCase();
        const before = all.get(key) ?? [];
        if (before.includes(day)) continue;
        all.delete(key);
        all.set(key, [...before, day].sort().slice(-mostDays));
        hasChanged = true;
      }
      if (!hasChanged) return;
      kept = Object.fromEntries([...all].slice(-mostAccounts));
      await cache.set(cacheKey, JSON.stringify(kept));
    },
    isDaily: async (login) => hasRun((await read())[login.toLowerCase()] ?? []),
  };
}

/** Whether the sorted days hold seven that follow one another. */
export function hasRun(days: readonly string[]): boolean {
  let length = 0;
  let before = Number.NaN;
  for (const day of days) {
    const at = Date.parse(day);
    length = at - before === dayMs ? length + 1 : 1;
    if (length >= dailyRun) return true;
    before = at;
  }
  return false;
}
