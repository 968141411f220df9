import { tokenScopes } from "@/lib/domain/people/permissions";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { requestPack } from "@/lib/use-cases/evidence/request-pack";
import { makePack } from "@/lib/use-cases/evidence/make-pack";
import { requestException } from "@/lib/use-cases/exceptions/request-exception";
import { addPattern } from "@/lib/use-cases/patterns/change-patterns";
import { disablePerson } from "@/lib/use-cases/people/change-person";
import { invitePerson } from "@/lib/use-cases/people/invite-person";
import { attachProof } from "@/lib/use-cases/offboarding/attach-proof";
import { requestOffboarding } from "@/lib/use-cases/offboarding/request-offboarding";
import { advanceOffboarding } from "@/lib/use-cases/offboarding/advance-offboarding";
import { advanceReviews } from "@/lib/use-cases/reviews/advance-reviews";
import { createCampaign } from "@/lib/use-cases/reviews/create-campaign";
import { scoreDue } from "@/lib/use-cases/scoring/score-due";
import { runSync } from "@/lib/use-cases/sources/run-sync";
import { loadSample } from "@/lib/use-cases/sources/sample-source";
import { saveTeam } from "@/lib/use-cases/teams/change-teams";
import { createToken } from "@/lib/use-cases/tokens/create-token";
import { saveView } from "@/lib/use-cases/views/commands";

/** What an address may name, by the name it has there. */
export type Ids = Record<string, string>;

const newPerson = async (name: string, role: string): Promise<string> =>
  (
    await db().person.create({
      data: { email: `${name.toLowerCase()}@example.com`, name, role, status: "active" },
    })
  ).id;

/** The sample organisation, read and scored as it is in use. */
async function readSample(): Promise<Ids> {
  const { sourceId, runId } = await loadSample(personContext("admin"), {});
  await runSync(runId, new AbortController().signal);
  await scoreDue(new Date());
  const finding = await db().finding.findFirstOrThrow({
    where: { ruleId: "nhi1-no-owner", state: "open" },
  });
  const { identityId } = finding;
  // What a source fed by files has, and a run that waits for a person.
  await db().syncRemoval.create({ data: { runId, identityId } });
  await sql(
    `INSERT INTO upload (id, source_id, name, kind, bytes, sha256, content)
     VALUES (gen_random_uuid(), $1, 'details.json', 'authorization-details', 2, '', '{}')`,
    [sourceId],
  );
  return { sourceId, runId, findingId: finding.id, identityId };
}

/** Something in every list: a case, an exception, a review, a pack, a team, a leaver. */
async function workOnIt(ids: Ids): Promise<string> {
  const ann = await newPerson("Ann", "admin");
  const gone = await newPerson("Gone", "owner");
  const ctx = personContext("admin", { personId: ann });
  const { identityId = "", findingId = "" } = ids;
  const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);
  const made = await requestOffboarding(ctx, { identityId, reason: "Nobody uses it any more" });
  await advanceOffboarding(() => new Date());
  const content = new TextEncoder().encode("Switched off on the provider's page. ".repeat(5));
  const proof = await attachProof(ctx, { caseId: made.caseId, name: "log.txt", content });
  ids.proofId = proof.proofId;
  const { exceptionId } = await requestException(ctx, {
    findingId,
    reason: "The vendor ships the fix next month",
    controls: ["other"],
    controlsNote: "Every call is logged",
    endsAt: inDays(10),
  });
  await sql(
    "UPDATE identity SET owner_id = $1, owner_state = 'confirmed' WHERE id IN (SELECT id FROM identity WHERE owner_id IS NULL AND id <> $2 ORDER BY id LIMIT 3)",
    [gone, identityId],
  );
  await disablePerson(ctx, { personId: gone });
  const leaver = await db().leaver.findFirstOrThrow({ where: { personId: gone } });
  await sql("UPDATE identity SET owner_id = $1, owner_state = 'confirmed' WHERE id = $2", [
    ann,
    identityId,
  ]);
  const { campaignId } = await createCampaign(ctx, {
    name: "November review",
    q: "",
    dueAt: inDays(7).toISOString(),
    repeats: "monthly",
  });
  await scoreDue(new Date());
  await advanceReviews(new Date());
  const team = await saveTeam(ctx, { name: "Platform", managerId: ann, memberIds: [ann] });
  await addPattern(ctx, { pattern: "described-*", personId: ann });
  await invitePerson(ctx, { email: "new@example.com", role: "auditor" });
  await saveView(ctx, { name: "Mine", page: "identities", query: "q=owner%3Anone" });
  const day = new Date().toISOString().slice(0, 10);
  const { packId } = await requestPack(ctx, { subject: "audit_range", from: day, to: day });
  await makePack(packId, () => new Date());
  const scopes = Object.keys(tokenScopes) as (keyof typeof tokenScopes)[];
  const { token } = await createToken(ctx, { name: "Script", scopes, days: 1 });
  Object.assign(ids, { caseId: made.caseId, exceptionId, campaignId, packId });
  Object.assign(ids, { leaverId: leaver.id, teamId: team.id });
  return token;
}

/** An organisation with something in every list, and a token with every scope. */
export async function describedOrganisation(): Promise<{ ids: Ids; token: string }> {
  const ids = await readSample();
  return { token: await workOnIt(ids), ids };
}
