import { z } from "zod";
import { ConnectorError, defineConnector, type Verification } from "../contract";
import { createClient, notAccepted, type OpenBaoClient } from "./client";
import { kvDelivery } from "./delivery";
import { listSecrets } from "./kv-secrets";
import { manifest, type OpenBaoConfig } from "./manifest";
import { capabilities, self } from "./schemas";

const listOf = z.array(z.string());

async function verify(client: OpenBaoClient, config: OpenBaoConfig): Promise<Verification> {
  const whoAmI = {
    name: "GET auth/token/lookup-self",
    path: "auth/token/lookup-self",
    schema: self,
  };
  const me = await client.ask(whoAmI).catch((error: unknown) => {
    // Every token may look itself up: a refusal means that this is none.
    const isNone = error instanceof ConnectorError && error.extra.httpStatus === 403;
    throw isNone ? notAccepted("token") : error;
  });
  const paths = [`${config.mount}/metadata/any`, `${config.mount}/data/any`];
  const { data } = await client.ask({
    name: "POST sys/capabilities-self",
    path: "sys/capabilities-self",
    schema: capabilities,
    body: { paths },
  });
  const [onNames = [], onValues = []] = paths.map((path) => listOf.safeParse(data[path]).data);
  const isRoot = me.data.policies.includes("root");
  const missing = ["list", "read"].filter((one) => !isRoot && !onNames.includes(one));
  const warnings = [
    isRoot && "This is a root token. A token with the policy shown is enough.",
    !isRoot &&
      onValues.includes("read") &&
      "This credential may read values. It needs metadata only.",
  ];
  return {
    principal: me.data.display_name,
    scope: `${config.mount} of ${new URL(config.address).host}${config.namespace ? `, namespace ${config.namespace}` : ""}`,
    missing: missing.map((one) => ({
      permission: `${config.mount}/metadata/*: ${one}`,
      streams: ["kv-secrets"],
    })),
    warnings: warnings.filter((warning) => typeof warning === "string"),
  };
}

export const connector = defineConnector(manifest, {
  async connect(config, io) {
    const client = createClient(config, io);
    return {
      verify: () => verify(client, config),
      streams: manifest.streams.map((stream) => ({
        ...stream,
        list: (cursor: string | null) => listSecrets(client, config.mount, io.now(), cursor),
      })),
      delivery: (place) => kvDelivery(client, config.mount, place),
    };
  },
});
