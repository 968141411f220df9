import { describe, expect, it } from "vitest";
import { builtInPolicy } from "@/lib/domain/policy/built-in-policy";
import { pool, sql } from "@/lib/infra/db";
import { useDatabase } from "@/lib/testing/database";
import { insertSource } from "@/lib/testing/factories";
import { ingestSample } from "@/lib/testing/sample-records";
import { look } from "./evaluate";
import type { DueSubject } from "./due-subject";
import { loadKept } from "./load-inputs";
import { loadSweep, loadWhole } from "./load-subjects";
import { scoreDue } from "./score-due";
import { noteInput } from "./scoring-input";

useDatabase();
const now = new Date();
const judged = (due: DueSubject) => {
  const { verdicts, answers, decided, nextMs } = look(due, builtInPolicy, now);
  return { name: due.subject.name, verdicts, answers, decided, nextMs, input: noteInput(due) };
};

describe.each([
  { name: "a sweep that reads", load: loadSweep },
  { name: "a sweep that judges what was kept", load: loadKept },
])("$name", ({ load }) => {
  it("comes to the same verdicts on every kind of identity as a look at the whole", async () => {
    if ((await sql("SELECT 1 FROM identity LIMIT 1")).length === 0)
      await ingestSample(await insertSource(), now);
    await scoreDue(now);
    const [one, other] = [await pool().connect(), await pool().connect()];
    try {
      let after: string | null = null;
      let seen = 0;
      for (;;) {
        const chunk = await load([one, other], new Date("2100-01-01T00:00:00Z"), after, 400);
        if (chunk.next === null) break;
        after = chunk.next.id;
        seen += chunk.count;
        const subjects = [...chunk.subjects];
        expect(subjects).toHaveLength(chunk.count);
        const whole = await loadWhole(
          other,
          subjects.map(({ subject }) => subject.id),
        );
        const byId = new Map(whole.map((due) => [due.subject.id, due]));
        for (const due of subjects)
          expect(judged(due)).toEqual(judged(byId.get(due.subject.id) as DueSubject));
      }
      const [live] = await sql<{ n: number }>("SELECT count(*)::int AS n FROM identity");
      expect(seen).toBe(live?.n);
      expect(seen).toBeGreaterThan(2_000);
    } finally {
      one.release();
      other.release();
    }
  }, 120_000);
});
