import { z } from "zod";
import { ConnectorError, type TargetRotation } from "../../contract";
import { everyPage } from "../paged";
import { newSshKeyPair } from "../ssh-key-pair";
import { guard, orGone, type ActionTools, type Place } from "./tools";

const keySchema = z.object({
  id: z.number(),
  key: z.string(),
  title: z.string(),
  read_only: z.boolean(),
});

const externalIdOf = ({ id }: { id: number }): string => `deploy-key:${id}`;
/** GitHub may keep or drop the comment after the key. */
export const bare = (key: string): string => key.split(" ").slice(0, 2).join(" ");
const marked = (title: string, mark: string): string =>
  `${title.replace(/ \(muster-[0-9a-f-]{36}\)$/, "").slice(0, 180)} (${mark})`;

/** A second key with the same rights beside the old one; its private part never was at GitHub. */
export function deployKeyRotation(tools: ActionTools, place: Place, id: number): TargetRotation {
  const { client } = tools;
  const route = `${place.root}/keys`;
  const shown = place.repository?.name ?? "";
  const all = () => everyPage(tools, route, place.where, z.array(keySchema), (page) => page);
  const old = () =>
    orGone(client.get(`${route}/{key_id}`, { ...place.where, key_id: id }, keySchema));
  const remove = (made: number) =>
    orGone(client.send("DELETE", `${route}/{key_id}`, { ...place.where, key_id: made }));

  return {
    calls: [
      {
        call: `POST /repos/${shown}/keys`,
        effect: `A second key opens ${shown} with the same rights; its private part is made by Muster`,
      },
    ],
    refusal: async () => ((await old()) ? null : `The key does not open ${shown} any more.`),
    existing: async () => (await all()).map(externalIdOf),
    create: async (mark, persist) => {
      await guard(tools, place);
      const like = await old();
      if (!like) throw new ConnectorError("unexpected_response", "The key is gone.");
      const title = marked(like.data.title, mark);
      const pair = newSshKeyPair(title);
      const { read_only: readOnly } = like.data;
      const asked = { ...place.where, title, key: pair.publicKey, read_only: readOnly };
      await client.send("POST", route, asked);
      const made = (await all()).find(({ key }) => bare(key) === pair.publicKey);
      if (!made) throw new ConnectorError("unavailable", "GitHub does not show the new key (yet).");
      try {
        const secret = { SSH_PRIVATE_KEY: pair.privateKey };
        await persist({ externalId: externalIdOf(made), name: title, secret });
      } catch (error) {
        await remove(made.id);
        throw error;
      }
      return `GitHub took the key ${made.id}.`;
    },
    discard: async (known, mark) => {
      await guard(tools, place);
      const lost = (await all()).filter(
        (one) => !known.includes(externalIdOf(one)) && one.title.endsWith(`(${mark})`),
      );
      for (const one of lost) await remove(one.id);
      if (lost.length === 0) return "No key was left behind.";
      return `Removed ${lost.map((one) => one.id).join(", ")}, whose private part nobody has.`;
    },
  };
}
