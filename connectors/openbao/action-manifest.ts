import type { ActionManifest } from "../contract";

const policy = `# Writes new versions, and may neither read nor destroy one.
path "secret/data/*"     { capabilities = ["create", "update"] }
path "secret/metadata/*" { capabilities = ["read"] }`;

/** Muster takes nothing out of service in OpenBao; it delivers new secrets there. */
export const actionManifest: ActionManifest = {
  atOnce: 4,
  fields: ["authMode", "roleId", "secretId", "token"],
  leastPrivilege: { format: "text", text: policy },
  targets: [],
  destinations: [
    {
      kind: "kv2",
      label: "OpenBao",
      fields: [
        {
          name: "path",
          label: "Path of the secret",
          help: "Below the engine. The parts become its fields in a new version that programs read from then on; the versions before are kept.",
          required: true,
        },
      ],
    },
  ],
};
