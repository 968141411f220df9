import { unknown } from "@/lib/domain/evidence";
import { ConnectorError, type Inspection, type TargetActions } from "../../contract";
import { isGone } from "../aws-error";
import { gone, step } from "../../shared/target-steps";
import { change, unlessRefused, type Acting } from "./acting";
import type { CredentialKind, Held } from "./credential-kinds";
import { credentialRotation } from "./credential-rotation";

/** Switches one credential of a user off and on, and deletes it in the end. */
export function credentialActions(
  of: Acting,
  kind: CredentialKind,
  UserName: string,
  id: string,
): TargetActions {
  const read = async (): Promise<{ found: Held | undefined; others: Held[] }> => {
    const all = await kind.list(await of.session(), UserName).catch((error: unknown) => {
      if (isGone(error)) return [];
      throw error;
    });
    return {
      found: all.find((one) => one.id === id),
      others: all.filter((one) => one.id !== id && one.status === "Active"),
    };
  };

  const inspect = async (): Promise<Inspection> => {
    const { found, others } = await read();
    if (!found) return gone(unknown("not_offered", "It does not exist any more"));
    const used = await kind.lastUsed(await of.session(), id);
    const isUsed = used.state === "known" && used.value !== null;
    return {
      state: found.status === "Active" ? "active" : "disabled",
      snapshot: { userName: UserName, id, status: found.status, createdAt: found.made },
      consumers: isUsed ? [`Last used ${used.value}, as the user ${UserName}`] : [],
      leftovers: others.map(
        (one) => `Another active ${kind.noun} of the user ${UserName} stays: ${one.id}`,
      ),
      lastUsedAt: used,
      refusal: await of.ownRefusal([id, of.target.holder?.externalId]),
    };
  };

  const whose = `${id} of the user ${UserName}`;
  const setStatus = async (status: "Active" | "Inactive"): Promise<boolean> => {
    const session = await of.session();
    return change(kind.update.call, () => kind.update.send(session, { UserName, id }, status));
  };

  const rotation = credentialRotation(of, kind, UserName, id);
  return {
    inspect,
    ...(rotation ? { rotation } : {}),
    disable: step(
      "yes",
      [{ call: `${kind.update.call} Status=Inactive`, effect: `Switches off ${whose}` }],
      async () => {
        const seen = await unlessRefused(inspect);
        if (seen.state === "gone") return `The ${kind.noun} does not exist any more.`;
        if (seen.state === "active") await setStatus("Inactive");
        return `The ${kind.noun} ${id} is inactive.`;
      },
    ),
    enable: step(
      "yes",
      [{ call: `${kind.update.call} Status=Active`, effect: `Switches on ${whose}` }],
      async () => {
        if (!(await setStatus("Active"))) {
          throw new ConnectorError(
            "unexpected_response",
            `The ${kind.noun} is gone: nothing to enable.`,
          );
        }
        return `The ${kind.noun} ${id} is active again.`;
      },
    ),
    delete: step(
      "no",
      [{ call: kind.remove.call, effect: `Deletes ${whose}; it cannot be made again` }],
      async () => {
        const seen = await unlessRefused(inspect);
        if (seen.state === "gone") return `The ${kind.noun} does not exist any more.`;
        const session = await of.session();
        // Off before it is gone: should the deletion fail, it is at least no longer usable.
        if (seen.state === "active") await setStatus("Inactive");
        await change(kind.remove.call, () => kind.remove.send(session, { UserName, id }));
        return `The ${kind.noun} ${id} was deleted.`;
      },
    ),
  };
}
