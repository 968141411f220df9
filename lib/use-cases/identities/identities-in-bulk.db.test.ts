import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { sql } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { refreshRollup } from "@/lib/testing/identities";
import { assignOwner } from "./assign-owner";
import { changeLabels } from "./change-labels";
import { exportIdentities } from "./export-identities";
import { getCoverage } from "./get-coverage";
import { getIdentity } from "./get-identity";
import { countIdentities, listFacets } from "./list-facets";
import { listIdentities } from "./list-identities";
import {
  analyst,
  count,
  now,
  owner,
  seeded,
  walk,
  setUpListedIdentities,
} from "@/lib/testing/listed-identities";

setUpListedIdentities();

describe("reach", () => {
  it("lets an owner see, count and open only what is theirs", async () => {
    const rows = await walk("", "risk", "desc", undefined, owner());
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.owner.id === seeded.personIds[0])).toBe(true);
    expect((await countIdentities(owner(), { q: "" })).total).toBe(rows.length);
    const facets = await listFacets(owner(), { q: "" });
    expect(facets.total).toBe(rows.length);
    const others = await listIdentities(analyst, { q: "owner:person2@example.com", limit: 1 });
    const foreign = others.items[0]?.id ?? "";
    await expect(getIdentity(owner(), { id: foreign })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await getIdentity(owner(), { id: rows[0]?.id ?? "" })).identity.id).toBe(rows[0]?.id);
    expect(
      (await walk("owner:person2@example.com", "risk", "desc", undefined, owner())).length,
    ).toBe(0);
  });

  it("names an owner only the failed and partial sources that their own identities come from", async () => {
    const [mine = "", foreign = "", partial = ""] = seeded.sourceIds;
    const person = "00000000-0000-7000-8000-0000000000c1";
    const alone = () => personContext("owner", { now, personId: person });
    await sql(
      `INSERT INTO person (id, email, name, role, created_at, updated_at)
       VALUES ($1, 'coverage@example.com', 'Coverage', 'owner', $2, $2)`,
      [person, now],
    );
    const [before] = await sql<{ id: string; owner_id: string | null }>(
      "SELECT id, owner_id FROM identity WHERE source_id = $1 LIMIT 1",
      [mine],
    );
    await sql("UPDATE identity SET owner_id = $1 WHERE id = $2", [person, before?.id]);
    await sql(`UPDATE source SET last_error = '{"code":"unauthorized"}' WHERE id = ANY($1)`, [
      [mine, foreign],
    ]);
    await sql(
      `UPDATE source SET coverage = '[{"stream":"users","state":"denied"}]' WHERE id = $1`,
      [partial],
    );
    const failed = (name: string) => ({ name, lastReadAt: null });
    const whole = {
      sources: 3,
      unread: [],
      failed: [failed("Source 1"), failed("Source 2")],
      partial: ["Source 3"],
    };
    expect(await getCoverage(analyst, {})).toEqual(whole);
    expect(await getCoverage(alone(), {})).toEqual({
      sources: 1,
      unread: [],
      failed: [failed("Source 1")],
      partial: [],
    });
    await sql("UPDATE identity SET owner_id = $1 WHERE id = $2", [before?.owner_id, before?.id]);
    expect(await getCoverage(alone(), {})).toEqual({
      sources: 0,
      unread: [],
      failed: [],
      partial: [],
    });
    await sql("UPDATE source SET last_error = NULL, coverage = '[]'");
  });

  it("refuses owners and nobody at all the bulk commands and the export", async () => {
    const target = { ids: [seeded.personIds[0] ?? ""] };
    await expect(assignOwner(owner(), { target, personId: null })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(changeLabels(owner(), { target, add: ["x"] })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(exportIdentities(owner(), {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(listIdentities(anonymousContext(), {})).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});

describe("facets", () => {
  it("agree with the rows, and a filtered facet still counts its other values", async () => {
    const facets = await listFacets(analyst, { q: "kind:webhook env:production" });
    const kinds = await listFacets(analyst, { q: "env:production" });
    expect(facets.facets.kind).toEqual(kinds.facets.kind);
    const rows = await walk("kind:webhook env:production", "risk", "desc");
    expect(facets.total).toBe(rows.length);
    for (const { value, count } of facets.facets.status) {
      expect(count).toBe(rows.filter((row) => row.status === value).length);
    }
    const scanned = await listFacets(analyst, { q: "kind:webhook env:production risk:>=0" });
    expect(scanned).toEqual(facets);
  });
});

describe("bulk commands", () => {
  it("assign an owner to all that match in one go, with timeline, audit and counts", async () => {
    const q = "owner:none kind:webhook";
    const { total } = await countIdentities(analyst, { q });
    const personId = seeded.personIds[2] ?? "";
    const before = (await countIdentities(analyst, { q: "owner:confirmed" })).total;
    const result = await assignOwner(analyst, {
      target: { matching: q, expected: total },
      personId,
    });
    expect(result).toEqual({ count: total });
    expect((await countIdentities(analyst, { q })).total).toBe(0);
    expect((await countIdentities(analyst, { q: "owner:confirmed" })).total).toBe(before + total);
    await refreshRollup(seeded.sourceIds, now);
    expect((await countIdentities(analyst, { q: "owner:confirmed" })).total).toBe(before + total);
    expect(
      Number(
        (await sql("SELECT count(*) AS n FROM identity_event WHERE kind = 'owner_changed'"))[0]?.n,
      ),
    ).toBe(total);
    const [audit] = await sql(
      "SELECT detail FROM audit_event WHERE event = 'identity.owner-assigned'",
    );
    expect(audit?.detail).toMatchObject({ count: total, matching: q });
    expect(await assignOwner(analyst, { target: { matching: q }, personId })).toEqual({ count: 0 });
  });

  it("change nothing when far more matches than the person saw", async () => {
    const changed = assignOwner(analyst, { target: { matching: "", expected: 3 }, personId: null });
    await expect(changed).rejects.toMatchObject({ code: "conflict" });
    expect(await count("owner_state = 'confirmed'")).toBeGreaterThan(0);
  });

  it("add and remove labels, find them again, and leave unchanged rows alone", async () => {
    const { items } = await listIdentities(analyst, { limit: 5 });
    const ids = items.map((row) => row.id);
    expect(
      await changeLabels(analyst, { target: { ids }, add: ["review q4", "crown jewel"] }),
    ).toEqual({ count: 5, skipped: 0 });
    expect(await changeLabels(analyst, { target: { ids }, add: ["review q4"] })).toEqual({
      count: 0,
      skipped: 0,
    });
    expect((await walk('label:"review q4"', "risk", "desc")).map((row) => row.id).sort()).toEqual(
      ids.sort(),
    );
    const target = { matching: 'label:"crown jewel"', expected: 5 };
    expect(await changeLabels(analyst, { target, remove: ["crown jewel"] })).toEqual({
      count: 5,
      skipped: 0,
    });
    const detail = await getIdentity(analyst, { id: ids[0] ?? "" });
    expect(detail.identity.labels).toEqual(["review q4"]);
    expect(detail.timeline.items.map((event) => event.summary)).toContain(
      "Labels removed: crown jewel",
    );
  });

  it("refuse an unknown person and an empty change", async () => {
    const target = { matching: "" };
    const ghost = "00000000-0000-7000-8000-00000000dead";
    await expect(assignOwner(analyst, { target, personId: ghost })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(changeLabels(analyst, { target })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("export", () => {
  const read = async (input: Parameters<typeof exportIdentities>[1]): Promise<string> => {
    let text = "";
    for await (const chunk of (await exportIdentities(analyst, input)).chunks) text += chunk;
    return text;
  };

  it("writes the rows of the filter in order as CSV and as JSON, and audits it", async () => {
    const rows = await walk("kind:deploy_key", "name", "asc");
    const csv: Record<string, string>[] = parse(
      await read({ q: "kind:deploy_key", sort: "name", dir: "asc" }),
      { bom: true, columns: true },
    );
    expect(csv.map((line) => line.id)).toEqual(rows.map((row) => row.id));
    const json = JSON.parse(
      await read({ q: "kind:deploy_key", sort: "name", dir: "asc", format: "json" }),
    ) as { items: unknown[] };
    expect(json.items).toEqual(rows);
    const [audit] = await sql("SELECT detail FROM audit_event WHERE event = 'identity.exported'");
    expect(audit?.detail).toEqual({ format: "csv", matching: "kind:deploy_key" });
  });

  it("leaves no cell that a spreadsheet would run", async () => {
    const payloads = [
      "=1+1",
      "+1",
      "-1",
      "@SUM(A1)",
      "\t=1",
      "\r=1",
      "\n=1",
      " =1",
      "＝1+1",
      "＋1",
      "－1",
      "＠x",
      "=cmd|' /C calc'!A0",
      '"=1',
      "|cmd",
      "%0a=1",
      "\u200b=1",
      "\u00a0=1",
      '=HYPERLINK("http://x","y")',
      "a\r\n=1",
    ];
    const { items } = await listIdentities(analyst, { limit: payloads.length });
    for (const [at, payload] of payloads.entries()) {
      await sql(
        "UPDATE identity SET name = $2, labels = ARRAY[$2], owner_hint = $2 WHERE id = $1",
        [items[at]?.id, payload],
      );
    }
    const lines: string[][] = parse(await read({ q: "" }), { bom: true });
    expect(lines.length).toBe(1 + (await count("missing_since IS NULL")));
    const cells = lines.slice(1).flat();
    expect(cells.filter((cell) => /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠|%]/u.test(cell))).toEqual([]);
    // Without the apostrophes in front of what a spreadsheet would compute.
    const written = cells.map((cell) => cell.replaceAll(/(^|[;\t\r\n])'/g, "$1"));
    expect(written).toEqual(expect.arrayContaining(payloads));
  });
});
