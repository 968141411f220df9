import { z } from "zod";
import { unknown } from "@/lib/domain/evidence";
import {
  ConnectorError,
  type ActionTarget,
  type Inspection,
  type TargetActions,
} from "../../contract";
import { parseId } from "../external-ids";
import { orGone } from "../graph-error";
import { federatedCredential, type FederatedCredential } from "../schemas";
import { gone, step } from "../../shared/target-steps";
import { refusalOf, unlessRefused, writePermission } from "./tools";
import type { ActionTools } from "./tools";

const snapshotSchema = z.object({
  name: z.string(),
  issuer: z.string(),
  subject: z.string(),
  audiences: z.array(z.string()),
  description: z.string().nullable(),
});
const ownerSchema = z.object({ appId: z.string().nullish() });

const snapshotOf = (one: FederatedCredential): Inspection["snapshot"] => ({
  name: one.name,
  issuer: one.issuer,
  subject: one.subject ?? null,
  audiences: one.audiences,
  description: one.description ?? null,
});

/** The list of one application's federated credentials, and what is in it. */
function federatedList({ client }: ActionTools, objectId: string) {
  const shown = `/applications/${objectId}/federatedIdentityCredentials`;
  const name = "/applications/{id}/federatedIdentityCredentials";
  const path = `/v1.0${shown}`;
  const permission = "Application.Read.All";
  return {
    shown,
    owner: () =>
      orGone(
        client.get({
          name: "GET /applications/{id}",
          path: `/v1.0/applications/${objectId}`,
          query: "$select=id,appId",
          schema: ownerSchema,
          permission,
        }),
      ),
    all: async () =>
      (await orGone(
        client.every({
          name: `GET ${name}`,
          path,
          query: "$select=id,name,issuer,subject,audiences,description",
          schema: federatedCredential,
          permission,
        }),
      )) ?? [],
    remove: (id: string) =>
      orGone(
        client
          .tell({
            name: `DELETE ${name}/{id}`,
            method: "DELETE",
            path: `${path}/${id}`,
            permission: writePermission,
          })
          .then(() => true),
      ),
    add: (body: z.infer<typeof snapshotSchema>) =>
      client.tell({
        name: `POST ${name}`,
        method: "POST",
        path,
        body,
        permission: writePermission,
      }),
  };
}

type List = ReturnType<typeof federatedList>;

/** Itself, or what was made again from its snapshot: the name is unique and cannot be changed. */
async function findIn(list: List, own: string, snapshot?: Inspection["snapshot"]) {
  const all = await list.all();
  const name = snapshotSchema.safeParse(snapshot).data?.name;
  return all.find((one) => one.id === own) ?? all.find((one) => one.name === name) ?? null;
}

/** How it is at this moment; whoever holds a token of its issuer would notice. */
function inspector(tools: ActionTools, target: ActionTarget, list: List, own: string) {
  return async (snapshot?: Inspection["snapshot"]): Promise<Inspection> => {
    const owner = await list.owner();
    const found = owner && (await findIn(list, own, snapshot));
    if (!found) return gone();
    const who = `Whoever holds a token of ${found.issuer} for ${found.subject ?? "a pattern"}`;
    return {
      state: "active",
      snapshot: snapshotOf(found),
      consumers: [who.slice(0, 500)],
      leftovers: ["Tokens that were given out for it work until they end, for about an hour"],
      lastUsedAt: unknown("not_offered", "Entra does not tell when it was last used"),
      refusal: found.subject
        ? refusalOf(tools, target, owner.appId)
        : "It accepts by a pattern, which Muster could not make again. Delete it by hand.",
    };
  };
}

/** A federated credential has no pause: it is removed, and made again from what it said. */
export function federatedActions(tools: ActionTools, target: ActionTarget): TargetActions | null {
  const id = parseId(target.externalId);
  if (id?.holder !== "application" || id.part?.kind !== "federated") return null;
  const { id: own } = id.part;
  const list = federatedList(tools, id.objectId);

  const inspect = inspector(tools, target, list, own);

  return {
    inspect,
    delete: step(
      "from_snapshot",
      [
        {
          call: `DELETE ${list.shown}/${own}`,
          effect: "Tokens of that issuer are accepted no more; it can be made again",
        },
      ],
      async () => {
        const seen = await unlessRefused(inspect);
        const was = seen.state !== "gone" && (await list.remove(own));
        return was ? `${target.name} was deleted.` : "It does not exist any more.";
      },
    ),
    enable: step(
      "yes",
      [{ call: `POST ${list.shown}`, effect: "The same issuer and subject are accepted again" }],
      async (snapshot) => {
        const kept = snapshotSchema.safeParse(snapshot);
        if (!kept.success)
          throw new ConnectorError("unexpected_response", "What it said was not kept.");
        if (await findIn(list, own, snapshot)) return `${kept.data.name} is there already.`;
        await list.add(kept.data);
        return `${kept.data.name} was made again, under a new id.`;
      },
    ),
  };
}
