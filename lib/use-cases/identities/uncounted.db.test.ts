import { expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertRun, insertSource } from "@/lib/testing/factories";
import { ingestSample } from "@/lib/testing/sample-records";
import { getOverview } from "../overview/get-overview";
import { scoreDue } from "../scoring/score-due";
import { countIdentities, listFacets } from "./list-facets";
import { hasUncounted } from "./uncounted";

useDatabase();

const analyst = personContext("analyst");
const everything = { q: "" };

it("says of a source's first reading that its identities are not counted, until they are", async () => {
  expect(await hasUncounted()).toBe(false);
  const sourceId = await insertSource();
  expect(await hasUncounted()).toBe(false);
  await ingestSample(sourceId, new Date());

  const [{ n } = { n: 0 }] = await sql<{ n: number }>("SELECT count(*)::int AS n FROM identity");
  expect(n).toBeGreaterThan(0);
  expect(await listFacets(analyst, everything)).toMatchObject({ total: 0, complete: false });
  // Whoever counts to the end, as before a change to all that match, counts what is there.
  expect(await countIdentities(analyst, everything)).toEqual({ total: n, complete: true });
  expect(await getOverview(analyst, {})).toMatchObject({ lacksNew: true });
  await insertSource("http://127.0.0.1:9", "Another");
  const another = await listFacets(analyst, { q: "source:Another" });
  expect(another).toMatchObject({ total: 0, complete: true });

  await scoreDue(new Date());
  expect(await listFacets(analyst, everything)).toMatchObject({ total: n, complete: true });
  expect(await getOverview(analyst, {})).toMatchObject({ lacksNew: false });

  await insertRun(sourceId);
  expect(await listFacets(analyst, everything)).toMatchObject({ total: n, complete: false });
  await sql("UPDATE source SET last_complete_at = now()");
  expect(await listFacets(analyst, everything)).toMatchObject({ total: n, complete: true });
});
