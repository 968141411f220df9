import type { ActionTarget, Inspection, TargetActions } from "../../contract";
import { secretOf } from "./held-secrets";
import { secretRotation } from "./secret-rotation";
import { gone, step } from "../../shared/target-steps";
import { credentialLastUsed, refusalOf, unlessRefused, usersOf } from "./tools";
import type { ActionTools } from "./tools";

/** A client secret has no pause, and nobody can give it back. */
export function secretActions(tools: ActionTools, target: ActionTarget): TargetActions | null {
  const secret = secretOf(tools, target);
  if (!secret) return null;

  const inspect = async (): Promise<Inspection> => {
    const holder = await secret.read();
    const found = holder?.passwordCredentials.find(({ keyId }) => keyId === secret.keyId);
    if (!holder || !found) return gone();
    const name = holder.displayName || target.holder?.name || secret.shown;
    const others = holder.passwordCredentials.filter(({ keyId }) => keyId !== secret.keyId);
    const lastUsedAt = await credentialLastUsed(tools, secret.keyId);
    return {
      state: "active",
      snapshot: {
        keyId: found.keyId,
        displayName: found.displayName ?? null,
        startDateTime: found.startDateTime,
        endDateTime: found.endDateTime,
      },
      consumers: usersOf(name, lastUsedAt),
      leftovers: others.map((one) =>
        `Another secret of ${name} stays: ${one.displayName || one.keyId}`.slice(0, 500),
      ),
      lastUsedAt,
      refusal: refusalOf(tools, target, holder.appId),
    };
  };

  return {
    inspect,
    rotation: secretRotation(tools, target, secret),
    delete: step(
      "no",
      [
        {
          call: `POST ${secret.shown}/removePassword {"keyId":"${secret.keyId}"}`,
          effect: "Nobody can sign in with the secret any more; nobody can bring it back",
        },
      ],
      async () => {
        const seen = await unlessRefused(inspect);
        if (seen.state === "gone") return "The secret does not exist any more.";
        await secret.remove(secret.keyId);
        return "The secret was removed.";
      },
    ),
  };
}
