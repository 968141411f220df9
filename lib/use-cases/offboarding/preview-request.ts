import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { db } from "@/lib/infra/db";
import { personIdOf } from "../context";
import { defineQuery } from "../define-query";
import { limitsFor } from "../policies/limits-for";
import { connectorEntry } from "../sources/connector-entries";
import { supportFor } from "./target";

/** What can be offboarded of an identity: itself and each of its credentials. */
export interface RequestChoice {
  /** Null is the identity itself. */
  credentialId: string | null;
  name: string;
  kind: string;
  status: string;
  /** `provider`: Muster does it. `manual`: a person does. */
  mode: "provider" | "manual";
  /** Days of watching; null where the provider has no step that can be undone. */
  watchDays: number | null;
  openCaseId: string | null;
  /** How Muster makes a successor; null where it cannot. */
  rotation: { overlapHours: number | null; parts: readonly string[] } | null;
}

/** All that the form of a request shows before anything is written. */
export const previewRequest = defineQuery({
  permission: "offboarding:request",
  input: z.strictObject({ identityId: z.uuid() }),
  run: async ({ ctx, input, reach }) => {
    const identity = await db().identity.findUnique({
      where: { id: input.identityId },
      include: {
        source: true,
        credentials: { where: { missingSince: null }, orderBy: { name: "asc" }, take: 200 },
        offboarding: { where: { closedAt: null }, select: { id: true, externalId: true } },
      },
    });
    if (!identity || (reach === "own" && identity.ownerId !== personIdOf(ctx)))
      throw new DomainError("not_found", "There is no such identity, or it is not yours.");
    const { source } = identity;
    const { manifest } = connectorEntry(source.connectorId);
    const { approvals } = await limitsFor(db(), identity);
    const openOf = (externalId: string): string | null =>
      identity.offboarding.find((one) => one.externalId === externalId)?.id ?? null;
    const choice = (
      subject: "identity" | "credential",
      row: { id: string; externalId: string; name: string; kind: string; status: string },
    ): RequestChoice => {
      const target = { subject, kind: row.kind, detail: identity.detail };
      const support = supportFor(manifest.actions, target);
      return {
        credentialId: subject === "credential" ? row.id : null,
        name: row.name,
        kind: row.kind,
        status: row.status,
        mode: support && source.sealedActions ? "provider" : "manual",
        watchDays: support?.watchDays ?? null,
        openCaseId: openOf(row.externalId),
        rotation: support?.rotation ?? null,
      };
    };
    return {
      identityId: identity.id,
      name: identity.name,
      kind: identity.kind,
      isSample: source.isSample,
      source: { id: source.id, name: source.name },
      /** Muster could act here if it had the write credential. */
      couldAct: Boolean(manifest.actions) && !source.sealedActions,
      otherApprover: approvals > 1,
      choices: [
        choice("identity", identity),
        ...identity.credentials.map((credential) => choice("credential", credential)),
      ],
    };
  },
});
export type RequestPreview = Awaited<ReturnType<typeof previewRequest>>;
