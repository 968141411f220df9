import { unknown } from "@/lib/domain/evidence";
import type { ActionTarget, Inspection, TargetActions } from "../../contract";
import { microsoftTenant } from "../directory";
import { parseId } from "../external-ids";
import { agent, deleteObject, ordinary, readPrincipal, restoreObject } from "./restore";
import { setEnabled, tooLate, type Sort } from "./restore";
import { gone, step } from "../../shared/target-steps";
import { applicationLastUsed, refusalOf, unlessRefused, usersOf } from "./tools";
import type { ActionTools } from "./tools";

/** How it is at this moment, and who signed in as it last. */
async function inspectPrincipal(
  tools: ActionTools,
  target: ActionTarget,
  objectId: string,
): Promise<Inspection> {
  const found = await readPrincipal(tools, objectId);
  if (!found) return gone();
  const name = found.displayName || target.name;
  const lastUsedAt = found.appId
    ? await applicationLastUsed(tools, found.appId)
    : unknown("not_offered", "Entra does not tell when it was last used");
  const isMicrosofts = found.appOwnerOrganizationId === microsoftTenant;
  return {
    state: found.accountEnabled === false ? "disabled" : "active",
    snapshot: {
      appId: found.appId ?? null,
      displayName: found.displayName ?? null,
      accountEnabled: found.accountEnabled ?? null,
    },
    consumers: usersOf(name, lastUsedAt),
    leftovers: ["Tokens that it already has work until they end, for about an hour"],
    lastUsedAt,
    refusal: isMicrosofts
      ? "It belongs to one of Microsoft's own services."
      : refusalOf(tools, target, found.appId),
  };
}

/** Switches it on, out of the deleted items if need be. */
async function giveBack(
  tools: ActionTools,
  name: string,
  objectId: string,
  sort: Sort,
): Promise<string> {
  if (await setEnabled(tools, objectId, true, sort)) return `${name} is switched on.`;
  if (!(await restoreObject(tools, objectId, sort))) throw tooLate(name);
  await setEnabled(tools, objectId, true, sort);
  return `${name} was restored and is switched on.`;
}

/** A service principal or agent: switched off first, deleted later, and restorable for 30 days. */
export function principalActions(tools: ActionTools, target: ActionTarget): TargetActions | null {
  const id = parseId(target.externalId);
  if (id?.holder !== "service-principal" || id.part) return null;
  const { objectId } = id;
  const sort = target.detail === "entra.agent_identity" ? agent : ordinary;
  const path = `/servicePrincipals/${objectId}${sort.cast}`;

  const inspect = (): Promise<Inspection> => inspectPrincipal(tools, target, objectId);

  return {
    inspect,
    disable: step(
      "yes",
      [
        {
          call: `PATCH ${path} {"accountEnabled":false}`,
          effect: `${target.name} can sign in no more, and nobody can sign in to it`,
        },
      ],
      async () => {
        const seen = await unlessRefused(inspect);
        if (seen.state === "gone") return "It does not exist any more.";
        if (seen.state === "active") await setEnabled(tools, objectId, false, sort);
        return `${target.name} is switched off.`;
      },
    ),
    enable: step(
      "yes",
      [{ call: `PATCH ${path} {"accountEnabled":true}`, effect: "It can sign in again" }],
      () => giveBack(tools, target.name, objectId, sort),
    ),
    delete: step(
      "from_snapshot",
      [
        {
          call: `DELETE ${path}`,
          effect: "It is gone, with its permissions and roles; Entra can restore it for 30 days",
        },
      ],
      async () => {
        const seen = await unlessRefused(inspect);
        const was =
          seen.state !== "gone" && (await deleteObject(tools, "servicePrincipals", objectId, sort));
        return was ? `${target.name} was deleted.` : "It does not exist any more.";
      },
    ),
  };
}
