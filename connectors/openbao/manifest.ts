import { z } from "zod";
import type { Manifest } from "../contract";
import { actionManifest } from "./action-manifest";
import { byHand } from "./by-hand";

const blankIsAbsent = (value: unknown) => (value === "" || value === null ? undefined : value);
const optional = z.preprocess(blankIsAbsent, z.string().trim().optional());
const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);
const mountPath = /^[\w.-]+(?:\/[\w.-]+)*$/;

const address = z.url({ protocol: /^https?$/ }).refine((value) => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, search, pathname } = new URL(value);
  const isPlain = username === "" && password === "" && search === "" && pathname === "/";
  return isPlain && (protocol === "https:" || loopback.has(hostname));
}, "Use https and no more than host and port");

const openBaoConfig = z
  .object({
    address,
    namespace: optional,
    mount: z
      .preprocess(blankIsAbsent, z.string().trim().default("secret"))
      .transform((text) => text.replaceAll(/^\/+|\/+$/g, ""))
      .refine((text) => mountPath.test(text), "The engine's path, for example secret"),
    authMode: z.enum(["approle", "token"]).default("approle"),
    roleId: optional,
    secretId: optional,
    token: optional,
  })
  .superRefine((config, context) => {
    const needed =
      config.authMode === "approle" ? (["roleId", "secretId"] as const) : (["token"] as const);
    for (const field of needed) {
      if (config[field] === undefined)
        context.addIssue({ code: "custom", path: [field], message: "Required" });
    }
  });
export type OpenBaoConfig = z.infer<typeof openBaoConfig>;

const byRole = { field: "authMode", is: ["approle"] };

const policy = `# Names, dates and versions. Never secret/data/: that is where the values are.
path "secret/metadata/*" { capabilities = ["read", "list"] }
path "secret/metadata"   { capabilities = ["list"] }`;

export const manifest: Manifest<typeof openBaoConfig> = {
  id: "openbao",
  name: "OpenBao",
  summary: "Reads the secrets of a KV version 2 engine: names, dates and versions, never a value.",
  docsPath: "docs/connectors/openbao.md",
  config: openBaoConfig,
  fields: [
    {
      name: "address",
      label: "Address",
      help: "Of the active node or of what stands in front of it.",
      input: "text",
      placeholder: "https://bao.example.com:8200",
      required: true,
    },
    {
      name: "namespace",
      label: "Namespace",
      help: "Leave it empty where there are none.",
      input: "text",
      required: false,
    },
    {
      name: "mount",
      label: "Engine",
      help: "Path at which the KV version 2 engine is mounted.",
      input: "text",
      placeholder: "secret",
      required: false,
    },
    {
      name: "authMode",
      label: "Sign in with",
      help: "An AppRole gets a token anew for each run; a token must be renewed by somebody.",
      input: "select",
      options: [
        { value: "approle", label: "AppRole (recommended)" },
        { value: "token", label: "Token" },
      ],
      required: true,
    },
    {
      name: "roleId",
      label: "Role id",
      help: "bao read auth/approle/role/NAME/role-id",
      input: "text",
      required: true,
      when: byRole,
    },
    {
      name: "secretId",
      label: "Secret id",
      help: "bao write -f auth/approle/role/NAME/secret-id",
      input: "secret",
      required: true,
      when: byRole,
    },
    {
      name: "token",
      label: "Token",
      help: "A periodic token with the policy below and nothing else.",
      input: "secret",
      required: true,
      when: { field: "authMode", is: ["token"] },
    },
  ],
  secretFields: ["secretId", "token"],
  addressFields: ["address"],
  streams: [
    {
      name: "kv-secrets",
      title: "Secrets of the engine",
      permissions: ["secret/metadata/*: read, list"],
    },
  ],
  leastPrivilege: { format: "text", text: policy },
  actions: actionManifest,
  byHand,
  schedulable: true,
  describe: ({ address: at, mount }) => `${mount} of ${new URL(at).host}`,
};
