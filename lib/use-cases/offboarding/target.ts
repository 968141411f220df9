import type { ActionManifest, ActionTarget } from "@/connectors/contract";
import { DomainError } from "@/lib/domain/errors";
import type { JsonValue } from "@/lib/domain/inventory/source-record";
import type { Tx } from "@/lib/infra/db";

type Attributes = { [key: string]: JsonValue };

/** The identity, or one credential of it, as an action target. */
export async function targetOf(
  tx: Pick<Tx, "identity">,
  identityId: string,
  credentialId: string | undefined,
) {
  const identity = await tx.identity.findUnique({
    where: { id: identityId },
    include: {
      source: true,
      credentials: credentialId ? { where: { id: credentialId } } : { take: 0 },
    },
  });
  if (!identity) throw new DomainError("not_found", "There is no such identity.");
  const whole: ActionTarget = {
    subject: "identity",
    kind: identity.kind,
    detail: identity.detail,
    externalId: identity.externalId,
    name: identity.name,
    holder: null,
    attributes: identity.attributes as Attributes,
  };
  if (!credentialId) return { identity, target: whole };
  const [credential] = identity.credentials;
  if (!credential) throw new DomainError("not_found", "This identity has no such credential.");
  const target: ActionTarget = {
    subject: "credential",
    kind: credential.kind,
    detail: identity.detail,
    externalId: credential.externalId,
    name: credential.name,
    holder: { externalId: identity.externalId, name: identity.name },
    attributes: credential.attributes as Attributes,
  };
  return { identity, target };
}

/** The line of the manifest that says how such a target is taken out of service, if there is one. */
export const supportFor = (
  actions: ActionManifest | undefined,
  target: Pick<ActionTarget, "subject" | "kind" | "detail">,
): ActionManifest["targets"][number] | undefined =>
  actions?.targets.find(
    (line) =>
      line.subject === target.subject &&
      line.kind === target.kind &&
      (line.details === undefined || line.details.includes(target.detail)),
  );
