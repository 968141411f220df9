import type { Manifest } from "../contract";
import { actionManifest } from "./actions/manifest";
import { byHand } from "./by-hand";
import { clouds, entraConfig } from "./config";
import { streamList } from "./stream-list";

const byCertificate = { field: "auth", is: ["certificate"] };

/** Application permissions of Microsoft Graph that the app registration needs: reading only. */
const permissions = {
  api: "Microsoft Graph",
  type: "Application permissions, with admin consent",
  permissions: [...new Set(streamList.flatMap((stream) => stream.permissions))].sort(),
};

export const manifest = {
  id: "entra",
  name: "Microsoft Entra ID",
  summary:
    "Reads app registrations, service principals, managed identities and AI agents of a tenant, with their owners, credentials and permissions.",
  docsPath: "docs/connectors/entra.md",
  config: entraConfig,
  fields: [
    {
      name: "tenantId",
      label: "Tenant",
      help: "The directory (tenant) id, or one of the tenant's domains.",
      input: "text",
      placeholder: "contoso.onmicrosoft.com",
      required: true,
    },
    {
      name: "clientId",
      label: "Client id",
      help: "The application (client) id of the app registration made for Muster.",
      input: "text",
      placeholder: "00000000-0000-0000-0000-000000000000",
      required: true,
    },
    {
      name: "cloud",
      label: "Cloud",
      help: "Where the tenant lives.",
      input: "select",
      options: Object.entries(clouds).map(([value, { label }]) => ({ value, label })),
      placeholder: clouds.global.label,
      required: false,
    },
    {
      name: "auth",
      label: "Sign in with",
      help: "A certificate's private key never leaves Muster; a client secret is sent each time.",
      input: "select",
      options: [
        { value: "certificate", label: "Certificate (recommended)" },
        { value: "secret", label: "Client secret" },
      ],
      required: true,
    },
    {
      name: "certificate",
      label: "Certificate",
      help: "PEM, from BEGIN CERTIFICATE on. The same was uploaded to the app registration.",
      input: "multiline-secret",
      required: true,
      when: byCertificate,
    },
    {
      name: "privateKey",
      label: "Private key",
      help: "PEM of the RSA key that belongs to the certificate, without a passphrase.",
      input: "multiline-secret",
      required: true,
      when: byCertificate,
    },
    {
      name: "clientSecret",
      label: "Client secret",
      help: "Its value, not its id. Entra shows it once.",
      input: "secret",
      required: true,
      when: { field: "auth", is: ["secret"] },
    },
    {
      name: "loginUrl",
      label: "Sign-in address",
      help: "Only for a compatible server or a proxy. Leave it for Microsoft's own.",
      input: "text",
      placeholder: clouds.global.login,
      required: false,
    },
    {
      name: "graphUrl",
      label: "Graph address",
      help: "Only for a compatible server or a proxy. Leave it for Microsoft's own.",
      input: "text",
      placeholder: clouds.global.graph,
      required: false,
    },
  ],
  secretFields: ["certificate", "privateKey", "clientSecret"],
  streams: streamList,
  leastPrivilege: { format: "json", text: JSON.stringify(permissions, null, 2) },
  actions: actionManifest,
  byHand,
  schedulable: true,
  describe: ({ tenantId, cloud }) =>
    cloud === "global" ? tenantId : `${tenantId} (${clouds[cloud].label})`,
} as const satisfies Manifest<typeof entraConfig>;
