import { z } from "zod";
import type { Manifest } from "../../connectors/contract";

/** What a stand-in on loopback is connected with. */
export const urlAndToken = z.strictObject({ url: z.url(), token: z.string().min(1) });

type TokenManifest = Manifest<typeof urlAndToken>;

/** The manifest of a stand-in that takes an address and a token. */
export function tokenManifest(
  own: Pick<TokenManifest, "id" | "name" | "summary" | "streams"> & Partial<TokenManifest>,
): TokenManifest {
  return {
    docsPath: "connectors/README.md",
    config: urlAndToken,
    fields: [
      { name: "url", label: "Address", help: "", input: "text", required: true },
      { name: "token", label: "Token", help: "", input: "secret", required: true },
    ],
    secretFields: ["token"],
    addressFields: ["url"],
    leastPrivilege: { format: "text", text: "everything:read" },
    schedulable: true,
    describe: ({ url }) => new URL(url).host,
    ...own,
  };
}
