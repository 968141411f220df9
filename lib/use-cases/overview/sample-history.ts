import { dayMs, dayOf } from "@/lib/domain/days";
import { valueOf } from "@/lib/domain/evidence";
import { isSharedInbox } from "@/lib/domain/ownership/shared-inbox";
import { rotationState } from "@/lib/domain/risk/factors/rotation";
import { scoreIdentity } from "@/lib/domain/risk/score";
import type { Subject } from "@/lib/domain/risk/subject";
import { inTransaction, sql } from "@/lib/infra/db";
import { limitsOf } from "@/lib/domain/policy/policy";
import { activePolicy } from "../policies/active-policy";

const firstDaysAgo = 87;
const stepDays = 3;

/** Scoring reads neither grants nor trusts, so they are left out here. */
const subjectsSql = `
  SELECT json_build_object('id', i.id, 'externalId', i.external_id, 'connectorId', 'sample',
      'kind', i.kind, 'detail', i.detail, 'custody', i.custody, 'name', i.name, 'status', i.status,
      'identityClass', i.identity_class, 'environment', i.environment, 'stage', i.stage,
      'vendor', i.vendor, 'container', i.container, 'tags', i.tags, 'labels', i.labels,
      'facts', i.facts, 'attributes', i.attributes, 'trusts', '[]'::json, 'grants', '[]'::json,
      'grantCount', 0, 'owner', json_build_object('state', i.owner_state, 'active',
        i.owner_state <> 'none', 'sharedInbox', false),
      'ownership', json_build_object('backedUp', false, 'vendorEndsOn', null),
      'credentials', (SELECT coalesce(json_agg(json_build_object('externalId', c.external_id,
          'kind', c.kind, 'name', c.name, 'status', c.status, 'fingerprint', c.fingerprint,
          'sharedWith', 0, 'sharedIn', json_build_object('environments', '[]'::json, 'stages', '[]'::json),
          'facts', c.facts, 'attributes', c.attributes)), '[]')
        FROM credential c WHERE c.identity_id = i.id AND c.missing_since IS NULL)) AS subject,
    i.owner_hint AS hint
  FROM identity i WHERE i.source_id = $1 AND i.missing_since IS NULL`;

interface Count {
  identity_class: string;
  risk_band: string;
  identities: number;
  unowned: number;
  stale: number;
  never_rotated: number;
  over_rotation: number;
  exposed: number;
}

/**
 * Gives the sample organisation the days before it was loaded: its identities as they stood on each
 * day by their own dates, scored as of that day. Real sources begin with the day they are connected.
 */
export async function writeSampleHistory(now: Date): Promise<void> {
  const [source] = await sql<{ id: string }>(
    `SELECT s.id FROM source s WHERE s.is_sample AND NOT EXISTS (
       SELECT 1 FROM daily_snapshot d WHERE d.source_id = s.id AND d.day < $1::date)`,
    [dayOf(now)],
  );
  if (!source) return;
  const subjects = await readSubjects(source.id);
  const days = Array.from({ length: firstDaysAgo / stepDays }, (_, step) => {
    const at = new Date(now.getTime() - (firstDaysAgo - step * stepDays) * dayMs);
    return { day: dayOf(at), counts: countsAt(subjects, at) };
  });
  await inTransaction(async (client) => {
    for (const { day, counts } of days) {
      await client.query(
        `INSERT INTO daily_snapshot (day, source_id, identity_class, risk_band, identities, unowned,
           stale, never_rotated, over_rotation, exposed, open_findings)
         SELECT $1::date, $2::uuid, r.*, 0 FROM jsonb_to_recordset($3::jsonb) AS r(identity_class text,
           risk_band text, identities int, unowned int, stale int, never_rotated int,
           over_rotation int, exposed int)
         ON CONFLICT DO NOTHING`,
        [day, source.id, JSON.stringify(counts)],
      );
    }
  });
}

async function readSubjects(sourceId: string): Promise<Subject[]> {
  const { document } = await activePolicy();
  const rows = await sql<{ subject: Subject; hint: string | null }>(subjectsSql, [sourceId]);
  return rows.map(({ subject, hint }) => {
    subject.limits = limitsOf(document, subject);
    if (hint !== null) subject.owner.sharedInbox = isSharedInbox(hint);
    return subject;
  });
}

function existed({ facts: { createdAt } }: Subject, at: Date): boolean {
  return createdAt.state === "unknown" || Date.parse(createdAt.value) <= at.getTime();
}

function isStale({ facts: { lastUsedAt, createdAt } }: Subject, at: Date): boolean {
  if (lastUsedAt.state === "unknown") return false;
  const since = lastUsedAt.value ?? valueOf(createdAt);
  return since !== undefined && Date.parse(since) < at.getTime() - 90 * dayMs;
}

function countsAt(subjects: readonly Subject[], at: Date): Count[] {
  const counts = new Map<string, Count>();
  for (const subject of subjects) {
    if (!existed(subject, at)) continue;
    const band = scoreIdentity(subject, at).band;
    const key = `${subject.identityClass} ${band}`;
    const count = counts.get(key) ?? emptyCount(subject.identityClass, band);
    const rotation = rotationState(subject, at);
    const { exposure } = subject.facts;
    count.identities += 1;
    count.unowned += Number(subject.owner.state === "none");
    count.stale += Number(isStale(subject, at));
    count.never_rotated += Number(rotation === "never");
    count.over_rotation += Number(rotation === "over_policy");
    count.exposed += Number(exposure?.state === "known" && exposure.value.public);
    counts.set(key, count);
  }
  return [...counts.values()];
}

const emptyCount = (identityClass: string, band: string): Count => ({
  identity_class: identityClass,
  risk_band: band,
  identities: 0,
  unowned: 0,
  stale: 0,
  never_rotated: 0,
  over_rotation: 0,
  exposed: 0,
});
