import { z } from "zod";
import { known } from "@/lib/domain/evidence";
import { ConnectorError } from "../../contract";
import type { ActionTarget, TargetActions } from "../../contract";
import { instantOrNull } from "../schemas";
import { everyPage } from "../paged";
import { bare, deployKeyRotation } from "./deploy-key-rotation";
import { gone, step } from "../../shared/target-steps";
import { guard, numberOf, orGone, placeOf, placeRefusal } from "./tools";
import type { ActionTools } from "./tools";

const keySchema = z.object({
  id: z.number(),
  /** The public part: enough to add the key again, of no use to anybody else. */
  key: z.string(),
  title: z.string(),
  read_only: z.boolean(),
  last_used: instantOrNull,
});
const snapshotSchema = z.object({ key: z.string(), title: z.string(), readOnly: z.boolean() });

/** A deploy key has no pause: it is removed, and added again from its public part. */
export function deployKeyActions(tools: ActionTools, target: ActionTarget): TargetActions | null {
  const id = numberOf(target);
  const place = placeOf(tools, target);
  if (id === null || !place?.repository) return null;
  const { client, now } = tools;
  const { name } = place.repository;
  const one = { ...place.where, key_id: id };
  const route = `${place.root}/keys`;
  const all = () => everyPage(tools, route, place.where, z.array(keySchema), (page) => page);
  /** The key under its new number, known by its public part. */
  const addedAgain = async (snapshot: unknown) => {
    const was = snapshotSchema.safeParse(snapshot).data;
    return was && (await all()).find(({ key }) => bare(key) === bare(was.key));
  };
  return {
    rotation: deployKeyRotation(tools, place, id),
    async inspect(snapshot) {
      const refusal = await placeRefusal(tools, place);
      if (refusal) return { ...gone(), state: "active", refusal };
      const found =
        (await orGone(client.get(`${route}/{key_id}`, one, keySchema)))?.data ??
        (await addedAgain(snapshot));
      if (!found) return gone();
      const { key, title, read_only: readOnly, last_used: at } = found;
      return {
        state: "active",
        snapshot: { key, title, readOnly },
        consumers: at ? [`Whoever cloned ${name} with it, last on ${at.slice(0, 10)}`] : [],
        leftovers: [],
        lastUsedAt: known(at, `GET ${route}/{key_id}`, now()),
        refusal: null,
      };
    },
    delete: step(
      "from_snapshot",
      [
        {
          call: `DELETE /repos/${name}/keys/${id}`,
          effect: `The key no longer opens ${name}; its public part is kept to add it again`,
        },
      ],
      async () => {
        await guard(tools, place);
        const was = await orGone(client.send("DELETE", `${route}/{key_id}`, one));
        return was ? `The key was removed from ${name}.` : "The key does not exist any more.";
      },
    ),
    enable: step(
      "yes",
      [{ call: `POST /repos/${name}/keys`, effect: `The same public key opens ${name} again` }],
      async (snapshot) => {
        const parsed = snapshotSchema.safeParse(snapshot);
        if (!parsed.success) {
          throw new ConnectorError("unexpected_response", "The key's public part was not kept.");
        }
        await guard(tools, place);
        const { key, title, readOnly } = parsed.data;
        if (await addedAgain(snapshot)) return `The key already opens ${name}.`;
        await client.send("POST", route, { ...place.where, title, key, read_only: readOnly });
        return `The key opens ${name} again, under a new number.`;
      },
    ),
  };
}
