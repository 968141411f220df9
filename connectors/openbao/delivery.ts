import { z } from "zod";
import { ConnectorError, type Delivery, type DeliveryPlace } from "../contract";
import type { OpenBaoClient } from "./client";
import { capabilities, metadata } from "./schemas";

const fields = z.object({
  path: z
    .string()
    .trim()
    .transform((text) => text.replaceAll(/^\/+|\/+$/g, ""))
    .refine((text) => /^[^\s/]+(?:\/[^\s/]+)*$/.test(text) && !text.split("/").includes("..")),
});
const written = z.object({ data: z.object({ version: z.number().int().positive() }) });

/** Puts a new version into a secret of a KV version 2 engine; the versions before are kept. */
export function kvDelivery(
  client: OpenBaoClient,
  mount: string,
  place: DeliveryPlace,
): Delivery | null {
  const { data } = fields.safeParse(place.fields);
  if (place.kind !== "kv2" || !data) return null;
  const { path } = data;
  const shown = `${mount}/data/${path}`;
  const read = () =>
    client.find({
      name: `GET ${mount}/metadata/`,
      path: `${mount}/metadata/${path}`,
      schema: metadata,
      permission: `${mount}/metadata/*: read`,
    });
  const mayWrite = async (): Promise<boolean> => {
    const name = "POST sys/capabilities-self";
    const body = { paths: [shown] };
    const answer = await client.ask({
      name,
      path: "sys/capabilities-self",
      schema: capabilities,
      body,
    });
    const mine = z.array(z.string()).safeParse(answer.data[shown]).data ?? [];
    return mine.includes("update") || mine.includes("root");
  };

  return {
    calls: (parts) => [
      {
        call: `POST ${shown}`,
        effect: `A new version with ${parts.join(" and ")}; programs read it from then on, the versions before are kept`,
      },
    ],
    refusal: async () => {
      if (!(await read()))
        return `There is no secret ${path} in ${mount}. Make it first, with any value, and ask again.`;
      return (await mayWrite()) ? null : `This credential may not update ${shown}.`;
    },
    deliver: async (secret) => {
      const before = await read();
      if (!before)
        throw new ConnectorError("forbidden", `There is no secret ${path} in ${mount} any more.`);
      // Refused when somebody else wrote meanwhile. After a lost answer one more version holds the same.
      const body = { data: secret, options: { cas: before.data.current_version } };
      const answer = await client.ask({
        name: `POST ${mount}/data/`,
        path: shown,
        schema: written,
        body,
      });
      return `OpenBao keeps it as version ${answer.data.version} of ${path}.`;
    },
  };
}
