import { z } from "zod";
import { ConnectorError } from "../../contract";
import type { ActionTarget, Inspection, TargetAction, TargetActions } from "../../contract";
import { parseId } from "../external-ids";
import { orGone } from "../graph-error";
import { deleteObject, readPrincipal, restoreObject, setEnabled, tooLate } from "./restore";
import { gone, step } from "../../shared/target-steps";
import { applicationLastUsed, refusalOf, unlessRefused, usersOf } from "./tools";
import type { ActionTools } from "./tools";

const applicationSchema = z.object({
  id: z.guid(),
  appId: z.guid(),
  displayName: z.string().nullish(),
  signInAudience: z.string().nullish(),
});
const seenAttributes = z.object({ servicePrincipalId: z.guid().nullish() });

interface Acting {
  tools: ActionTools;
  target: ActionTarget;
  objectId: string;
  /** Its service principal in this tenant, which is what can be switched off. */
  own: string | null;
}

async function inspectApplication({ tools, target, objectId, own }: Acting): Promise<Inspection> {
  const found = await orGone(
    tools.client.get({
      name: "GET /applications/{id}",
      path: `/v1.0/applications/${objectId}`,
      query: "$select=id,appId,displayName,signInAudience",
      schema: applicationSchema,
      permission: "Application.Read.All",
    }),
  );
  if (!found) return gone();
  const principal = own === null ? null : await readPrincipal(tools, own);
  const name = found.displayName || target.name;
  const lastUsedAt = await applicationLastUsed(tools, found.appId);
  const isForOthers = found.signInAudience && found.signInAudience !== "AzureADMyOrg";
  return {
    state: principal?.accountEnabled === false ? "disabled" : "active",
    snapshot: {
      appId: found.appId,
      displayName: found.displayName ?? null,
      servicePrincipalId: principal?.id ?? null,
      accountEnabled: principal?.accountEnabled ?? null,
    },
    consumers: [
      ...usersOf(name, lastUsedAt),
      ...(isForOthers ? [`Other organisations that took ${name} up`] : []),
    ],
    leftovers: ["Tokens that it already has work until they end, for about an hour"],
    lastUsedAt,
    refusal: refusalOf(tools, target, found.appId),
  };
}

function switchOff(
  { tools, target, own }: Acting,
  inspect: () => Promise<Inspection>,
): TargetAction {
  return step(
    "yes",
    [
      {
        call: `PATCH /servicePrincipals/${own} {"accountEnabled":false}`,
        effect: `${target.name} can sign in no more in this tenant, and nobody can sign in to it`,
      },
    ],
    async () => {
      const seen = await unlessRefused(inspect);
      if (seen.state === "gone") return "The application does not exist any more.";
      if (seen.state === "active" && own !== null && !(await setEnabled(tools, own, false)))
        throw new ConnectorError(
          "unexpected_response",
          `${target.name} has lost its service principal: there is nothing to switch off.`,
        );
      return `${target.name} is switched off.`;
    },
  );
}

/** Restores what was deleted, the service principal apart, and switches it on. */
function giveBack({ tools, target, objectId, own }: Acting, inspect: () => Promise<Inspection>) {
  return async (): Promise<string> => {
    const seen = await inspect();
    const wasGone = seen.state === "gone";
    if (wasGone && !(await restoreObject(tools, objectId))) throw tooLate(target.name);
    if (own !== null && !(await setEnabled(tools, own, true))) {
      // Restoring an application leaves its service principal deleted.
      if (!(await restoreObject(tools, own)))
        throw tooLate(`The service principal of ${target.name}`);
      await setEnabled(tools, own, true);
    }
    return wasGone ? `${target.name} was restored.` : `${target.name} is switched on.`;
  };
}

/** An application: its service principal is switched off, and both are restorable for 30 days. */
export function applicationActions(tools: ActionTools, target: ActionTarget): TargetActions | null {
  const id = parseId(target.externalId);
  if (id?.holder !== "application" || id.part) return null;
  const own = seenAttributes.safeParse(target.attributes).data?.servicePrincipalId ?? null;
  const acting: Acting = { tools, target, objectId: id.objectId, own };
  const inspect = (): Promise<Inspection> => inspectApplication(acting);
  return {
    inspect,
    ...(own === null ? {} : { disable: switchOff(acting, inspect) }),
    enable: step(
      "yes",
      [
        {
          call: own
            ? `PATCH /servicePrincipals/${own} {"accountEnabled":true}`
            : `POST /directory/deletedItems/${id.objectId}/restore`,
          effect: "It can sign in again",
        },
      ],
      giveBack(acting, inspect),
    ),
    delete: step(
      "from_snapshot",
      [
        {
          call: `DELETE /applications/${id.objectId}`,
          effect:
            "The application is gone, with its credentials and its service principal; Entra can restore both for 30 days",
        },
      ],
      async () => {
        const seen = await unlessRefused(inspect);
        const was =
          seen.state !== "gone" && (await deleteObject(tools, "applications", id.objectId));
        return was ? `${target.name} was deleted.` : "The application does not exist any more.";
      },
    ),
  };
}
