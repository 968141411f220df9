import { createHash } from "node:crypto";
import { z } from "zod";

/** GitHub writes offsets and milliseconds as it likes; the inventory wants UTC. */
export const instant = z.string().transform((text, context) => {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  context.addIssue({ code: "custom", message: "not a date" });
  return z.NEVER;
});
export const instantOrNull = instant.nullish().transform((value) => value ?? null);
const text = z.string();
const id = z.number().int();
const user = z.object({ login: text, id, type: text.optional() });
const permissions = z.record(z.string(), z.string());

export const appSchema = z.object({ id, name: text, owner: z.object({ login: text.optional() }) });
export const appOwnerSchema = z.object({ owner: z.object({ login: text.optional() }) });
export const userSchema = z.object({
  login: text,
  id,
  name: text.nullish(),
  email: text.nullish(),
  created_at: instant,
});
export const orgSchema = z.object({
  login: text,
  id,
  public_repos: z.number().nullish(),
  total_private_repos: z.number().nullish(),
});

export const installation = z.object({
  id,
  account: z.object({ login: text.optional() }).nullish(),
  app_id: id,
  app_slug: text,
  repository_selection: z.enum(["all", "selected"]),
  permissions,
  events: z.array(text),
  created_at: instant,
  updated_at: instant,
  suspended_at: instantOrNull,
});
export const installationsSchema = z.object({
  total_count: z.number(),
  installations: z.array(installation),
});

const patPermissions = z.object({
  organization: permissions.optional(),
  repository: permissions.optional(),
  other: permissions.optional(),
});
const patCore = {
  id,
  owner: user,
  repository_selection: z.enum(["none", "all", "subset"]),
  permissions: patPermissions,
  token_id: id,
  token_name: text,
  token_expired: z.boolean(),
  token_expires_at: instantOrNull,
  token_last_used_at: instantOrNull,
};
export const tokensSchema = z.array(z.object({ ...patCore, access_granted_at: instant }));
export const tokenRequestsSchema = z.array(
  z.object({ ...patCore, reason: text.nullable(), created_at: instant }),
);

export const ssoCredentialsSchema = z.array(
  z.object({
    login: text,
    credential_id: id,
    credential_type: text,
    token_last_eight: text.optional(),
    credential_authorized_at: instant,
    scopes: z.array(text).optional(),
    fingerprint: text.optional(),
    credential_accessed_at: instantOrNull,
    authorized_credential_title: text.nullish(),
    authorized_credential_note: text.nullish(),
    authorized_credential_expires_at: instantOrNull,
  }),
);

/** OpenSSH's form of a public key's fingerprint: the key itself is not kept. */
const fingerprint = z.string().transform((key) => {
  const [, body] = key.trim().split(/\s+/);
  return `SHA256:${createHash("sha256")
    .update(Buffer.from(body ?? key, "base64"))
    .digest("base64")
    .replace(/=+$/, "")}`;
});
export const deployKeysSchema = z.array(
  z
    .object({
      id,
      key: fingerprint,
      title: text,
      verified: z.boolean(),
      created_at: instant,
      read_only: z.boolean(),
      added_by: text.nullish(),
      last_used: instantOrNull,
      enabled: z.boolean().optional(),
    })
    .transform(({ key, ...rest }) => ({ ...rest, fingerprint: key })),
);

export const secretsSchema = z.object({
  total_count: z.number(),
  secrets: z.array(
    z.object({
      name: text,
      created_at: instant,
      updated_at: instant,
      visibility: z.enum(["all", "private", "selected"]).optional(),
    }),
  ),
});
export const environmentsSchema = z.object({
  total_count: z.number(),
  environments: z.array(
    z.object({ id, name: text, protection_rules: z.array(z.unknown()).optional() }),
  ),
});
export const runnersSchema = z.object({
  total_count: z.number(),
  runners: z.array(
    z.object({
      id,
      name: text,
      os: text,
      status: text,
      busy: z.boolean(),
      ephemeral: z.boolean().optional(),
      runner_group_id: id.nullish(),
      version: text.nullish(),
      labels: z.array(z.object({ name: text })),
    }),
  ),
});

export const runnerGroupsSchema = z.object({
  total_count: z.number(),
  runner_groups: z.array(
    z.object({
      id,
      name: text,
      visibility: text,
      allows_public_repositories: z.boolean(),
      restricted_to_workflows: z.boolean().optional(),
    }),
  ),
});

/** A hook's address may carry a token in its path or query: only the host is kept. */
const hookTarget = z.string().transform((address) => {
  if (!URL.canParse(address)) return { host: "", https: false, credentialInUrl: false };
  const { host, protocol, username, password } = new URL(address);
  return { host, https: protocol === "https:", credentialInUrl: username + password !== "" };
});
export const webhooksSchema = z.array(
  z.object({
    id,
    active: z.boolean(),
    events: z.array(text),
    created_at: instant,
    updated_at: instant,
    config: z
      .object({
        url: hookTarget.optional(),
        insecure_ssl: z.union([z.string(), z.number()]).optional(),
        secret: z.string().optional(),
      })
      .transform(({ url, insecure_ssl: insecure, secret }) => ({
        ...(url ?? { host: "", https: false, credentialInUrl: false }),
        tlsVerified: String(insecure ?? "0") === "0",
        signed: secret !== undefined && secret !== "",
      })),
  }),
);

export const deliveriesSchema = z.array(
  z.object({ delivered_at: instant, status_code: z.number() }),
);

const nameOfRepo = z.object({ full_name: text });
export const repoNamesSchema = z.array(nameOfRepo);
export const selectedReposSchema = z.object({
  total_count: z.number(),
  repositories: z.array(nameOfRepo),
});
export const copilotAgentSchema = z.object({
  enabled_repositories: z.enum(["all", "selected", "none"]),
});

export const reposSchema = z.array(
  z.object({
    id,
    name: text,
    full_name: text,
    html_url: text,
    private: z.boolean(),
    visibility: text.optional(),
    archived: z.boolean().optional(),
    pushed_at: text.nullish(),
  }),
);
export const installedReposSchema = z.object({
  total_count: z.number(),
  repository_selection: text.optional(),
  repositories: reposSchema,
});
export type Repo = z.infer<typeof reposSchema>[number];

export const membersSchema = z.array(user);
export const teamsSchema = z.array(z.object({ slug: text, permission: text }));
export const collaboratorsSchema = z.array(z.object({ login: text, role_name: text }));
/** The author is null where no account has the address of the commit. */
export const commitsSchema = z.array(
  z.object({ author: z.object({ login: text.optional(), type: text.optional() }).nullable() }),
);
export const orgSubjectSchema = z.object({
  include_claim_keys: z.array(text),
  use_immutable_subject: z.boolean().optional(),
});
export const repoSubjectSchema = z.object({
  use_default: z.boolean(),
  include_claim_keys: z.array(text).optional(),
  use_immutable_subject: z.boolean().optional(),
});
export const workflowDefaultsSchema = z.object({
  default_workflow_permissions: text,
  can_approve_pull_request_reviews: z.boolean(),
});
export const actionsPermissionsSchema = z.object({
  enabled_repositories: text,
  allowed_actions: text.optional(),
});
