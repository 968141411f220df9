import { DomainError } from "@/lib/domain/errors";
import { type Autonomy, autonomyOf } from "@/lib/domain/identity/autonomy";
import {
  checkControls,
  type ControlCheck,
  type ControlKind,
  type RevocationAbility,
} from "@/lib/domain/policy/controls";
import { limitsOf } from "@/lib/domain/policy/policy";
import type { Subject } from "@/lib/domain/risk/subject";
import type { Limits } from "@/lib/domain/risk/thresholds";
import { pool } from "@/lib/infra/db";
import { supportFor } from "../offboarding/target";
import { activePolicy } from "../policies/active-policy";
import { loadOne } from "../scoring/load-subjects";
import { connectorEntry } from "../sources/connector-entries";
import { asLastRead, useReadAt } from "../sources/read-times";

/** What the facts and the policy say of an identity for which somebody wants an exception. */
export interface Assessment {
  subject: Subject;
  limits: Limits;
  policyVersion: number;
  autonomy: Autonomy;
  checks: ControlCheck[];
}

/** Reads the facts as they are now; `canAct` is whether the identity's source has a write credential. */
export async function assess(
  identityId: string,
  controls: readonly ControlKind[],
  source: { connectorId: string; canAct: boolean },
  now: Date,
): Promise<Assessment> {
  const client = await pool().connect();
  try {
    const due = await loadOne(client, identityId);
    if (!due) throw new DomainError("not_found", "There is no such identity.");
    const { number, document } = await activePolicy();
    const { subject } = due;
    const lastUsedAt = asLastRead(subject.facts.lastUsedAt, await useReadAt(due.sourceId));
    subject.facts = { ...subject.facts, lastUsedAt };
    return {
      subject,
      limits: limitsOf(document, subject),
      policyVersion: number,
      autonomy: autonomyOf(subject),
      checks: checkControls(controls, subject, revocationOf(subject, source), now),
    };
  } finally {
    client.release();
  }
}

function revocationOf(
  subject: Subject,
  { connectorId, canAct }: { connectorId: string; canAct: boolean },
): RevocationAbility {
  const no = (because: string): RevocationAbility => ({ atProvider: false, because });
  const { actions, name } = connectorEntry(connectorId).manifest;
  if (!actions) return no(`Muster cannot switch anything off at ${name}`);
  const { kind, detail } = subject;
  const parts = [
    { subject: "identity" as const, kind, detail },
    ...subject.credentials.map((one) => ({
      subject: "credential" as const,
      kind: one.kind,
      detail,
    })),
  ];
  if (!parts.some((part) => supportFor(actions, part)?.watchDays))
    return no(`${name} offers no way to switch this off at once`);
  return canAct
    ? { atProvider: true, because: `It can be switched off at ${name} within a minute` }
    : no("Its source has no write credential, so a person must switch it off by hand");
}
