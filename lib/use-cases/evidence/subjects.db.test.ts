import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { evidenceSigner } from "@/lib/infra/signing";
import { type ActingProvider, startActingProvider } from "@/lib/testing/acting-provider";
import { insertActingKey, insertActingSource } from "@/lib/testing/acting-source";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { downloaded } from "@/lib/testing/evidence-packs";
import { seedIdentities } from "@/lib/testing/identities";
import { seedCredentials } from "@/lib/testing/reviews";
import { nodeWorld, packOfBytes } from "@/scripts/muster-verify/node-world.mjs";
import { type Check, verifyPack } from "@/scripts/muster-verify/pack.mjs";
import { advanceOffboarding } from "../offboarding/advance-offboarding";
import { approveOffboarding, undoOffboarding } from "../offboarding/decide";
import { getCase } from "../offboarding/get-case";
import { requestOffboarding } from "../offboarding/request-offboarding";
import { advanceReviews } from "../reviews/advance-reviews";
import { createCampaign } from "../reviews/create-campaign";
import { decideItems } from "../reviews/decide";
import { cancelCampaign, closeCampaign } from "../reviews/end-campaign";
import { listPacks } from "./list-packs";
import { makePack } from "./make-pack";
import { requestPack } from "./request-pack";

useDatabase();

const dayMs = 86_400_000;
const analyst = personContext("analyst");
const auditor = personContext("auditor");
const clock = (): Date => new Date();

/** Checked as by somebody who trusts the key of this installation. */
async function verified(bytes: Buffer) {
  const { publicKey } = await evidenceSigner();
  return verifyPack(packOfBytes(bytes), { trustedKeys: [publicKey] }, nodeWorld);
}
const failures = (checks: Check[]): Check[] => checks.filter((check) => !check.ok);

/** The rows that hold this mark; the first one of a file follows the header of its member. */
function rowsOf(bytes: Buffer, mark: string): Record<string, unknown>[] {
  const rows = bytes.toString("utf8").split("\n");
  return rows
    .map((line) => line.slice(line.includes('.jsonl{"') ? line.lastIndexOf('.jsonl{"') + 6 : 0))
    .filter((line) => line.startsWith('{"') && line.endsWith("}") && line.includes(mark))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("a review", () => {
  const ids = { owner: "" };
  beforeAll(async () => {
    const { personIds } = await seedIdentities(300, { now: new Date() });
    [ids.owner = ""] = personIds;
    await sql("UPDATE person SET status = 'active'");
    await sql("UPDATE identity SET owner_id = $1, owner_state = 'confirmed'", [ids.owner]);
    await seedCredentials(new Date());
  });

  async function opened(): Promise<string> {
    const { campaignId } = await createCampaign(analyst, {
      name: "November",
      q: "",
      twoPeople: "never",
      dueAt: new Date(Date.now() + 7 * dayMs).toISOString(),
    });
    await advanceReviews(new Date());
    return campaignId;
  }
  const packsOf = async (subjectId: string) =>
    (await listPacks(auditor, { subject: "campaign", subjectId })).items;

  it("seals its pack when it is closed, with every item, every answer and who closed it", async () => {
    const campaignId = await opened();
    const [first] = await db().reviewItem.findMany({ where: { campaignId }, take: 1 });
    const reason = "=The billing export 移行 needs it";
    await decideItems(personContext("owner", { personId: ids.owner }), {
      target: { ids: [first?.id ?? ""] },
      decision: "keep",
      reason,
    });
    const ask = requestPack(analyst, { subject: "campaign", subjectId: campaignId });
    await expect(ask).rejects.toMatchObject({ code: "conflict" });
    await closeCampaign(analyst, { campaignId });
    const [pack] = await packsOf(campaignId);
    expect(pack).toMatchObject({ state: "queued", requestedBy: "Test analyst" });
    expect(await makePack(pack?.id ?? "", clock)).toBe("done");
    const bytes = await downloaded(pack?.id ?? "", auditor);
    const { ok, checks } = await verified(bytes);
    expect(failures(checks)).toEqual([]);
    expect(ok).toBe(true);
    const items = await db().reviewItem.findMany({ where: { campaignId } });
    const proven = rowsOf(bytes, '"evidence":');
    expect(new Set(proven.map((row) => row.id))).toEqual(new Set(items.map(({ id }) => id)));
    const kept = proven.find((row) => row.id === first?.id);
    expect(kept).toMatchObject({ decision: "keep", reason, evidence: first?.evidence });
    expect(rowsOf(bytes, '"itemId":')).toMatchObject([{ itemId: first?.id, reason }]);
    expect(bytes.toString("utf8")).toContain(`"'${reason}"`);
    const events = rowsOf(bytes, '"prevHash":').map((row) => row.event);
    expect(events[0]).toBe("review.created");
    expect(events.at(-1)).toBe("review.closed");
  });

  it("that was given up seals nothing", async () => {
    const campaignId = await opened();
    await cancelCampaign(analyst, { campaignId, reason: "The scope was wrong" });
    expect(await packsOf(campaignId)).toEqual([]);
  });

  it("keeps its old pack true when items are carried out later, and a new one tells of it", async () => {
    const campaignId = await opened();
    await closeCampaign(analyst, { campaignId });
    const [sealed] = await packsOf(campaignId);
    await makePack(sealed?.id ?? "", clock);
    const before = await downloaded(sealed?.id ?? "", auditor);
    await sql(
      "UPDATE review_item SET effect_note = 'done at the provider' WHERE campaign_id = $1",
      [campaignId],
    );
    const again = await requestPack(analyst, { subject: "campaign", subjectId: campaignId });
    await makePack(again.packId, clock);
    expect((await downloaded(sealed?.id ?? "", auditor)).equals(before)).toBe(true);
    expect((await verified(before)).ok).toBe(true);
    const later = await downloaded(again.packId, auditor);
    expect(later.includes("done at the provider")).toBe(true);
    expect(before.includes("done at the provider")).toBe(false);
  });
});

describe("the receipt of an offboarding case", () => {
  let provider: ActingProvider;
  let sourceId = "";
  let now = new Date();
  const ann = personContext("analyst", { personId: randomUUID() });
  const bob = () => personContext("admin", { personId: randomUUID(), now });
  const advance = () => advanceOffboarding(() => now);
  beforeAll(async () => {
    provider = await startActingProvider();
    sourceId = await insertActingSource(provider);
  });
  afterAll(() => provider.close());

  async function receiptOf(caseId: string): Promise<Buffer> {
    const { packId } = await requestPack(auditor, {
      subject: "offboarding_case",
      subjectId: caseId,
    });
    expect(await makePack(packId, clock)).toBe("done");
    return downloaded(packId, auditor);
  }

  async function disabled(identityId: string): Promise<string> {
    const reason = "It was found in a log";
    const { caseId } = await requestOffboarding(
      { ...ann, now },
      { identityId, reason, watchDays: 7 },
    );
    await advance();
    await approveOffboarding(bob(), { caseId });
    await advance();
    expect(provider.states.get("key-1")).toBe("disabled");
    return caseId;
  }

  it("verifies offline after the key was disabled, given back, disabled again and deleted, and names a changed answer", async () => {
    const identityId = await insertActingKey(provider, sourceId, "key-1");
    const first = await disabled(identityId);
    await undoOffboarding(bob(), { caseId: first, reason: "One report still needs it" });
    await advance();
    expect(provider.states.get("key-1")).toBe("active");
    const second = await disabled(identityId);
    now = new Date(now.getTime() + 8 * dayMs);
    await advance();
    expect(provider.states.get("key-1")).toBe("gone");
    expect((await getCase(bob(), { caseId: second })).state).toBe("verified");

    const undone = await verified(await receiptOf(first));
    expect(failures(undone.checks)).toEqual([]);
    const receipt = await receiptOf(second);
    const { ok, checks } = await verified(receipt);
    expect(failures(checks)).toEqual([]);
    expect(ok).toBe(true);
    const calls = rowsOf(receipt, '"verb":"d').filter((row) => row.state === "done");
    expect(calls.map((row) => row.verb)).toEqual(["disable", "delete"]);
    expect(calls.map((row) => row.answer)).toEqual(["It is disabled now.", "It is gone now."]);
    const entries = rowsOf(receipt, '"prevHash":').map((row) => String(row.hash));
    const shown = (await getCase(bob(), { caseId: second })).audit.map(({ hash }) => hash);
    expect(entries).toEqual(shown);

    const lying = Buffer.from(receipt);
    const answer = '"answer":"It is gone now."';
    lying.write('"answer":"It is here now."', receipt.indexOf(answer));
    const found = await verified(lying);
    expect(found.ok).toBe(false);
    expect(failures(found.checks).map(({ name }) => name)).toContain("calls.jsonl");
  });
});
