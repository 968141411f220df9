import { z } from "zod";
import type { Page, SourceRecord } from "../../contract";
import { orNone } from "../failures";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { fact, lifetime, untellable } from "../records";
import type { Reading } from "../records";
import { walkRepos } from "../repo-walk";
import {
  actionsPermissionsSchema,
  orgSubjectSchema,
  repoSubjectSchema,
  workflowDefaultsSchema,
} from "../schemas";
import type { Repo } from "../schemas";

/** Properties of repositories that the token carries beside the subject. */
const claimPropertiesSchema = z.array(z.object({ custom_property_name: z.string().max(300) }));

interface Subject {
  org: string;
  issuer: string;
  repo?: Repo;
  claims: string[];
  immutable: boolean | undefined;
  /** Custom properties of repositories that the token carries; null where GitHub refuses them. */
  properties?: z.infer<typeof claimPropertiesSchema> | null;
  defaults?: z.infer<typeof workflowDefaultsSchema> | null;
  /** Where Actions may run at all, and whose. */
  permitted?: z.infer<typeof actionsPermissionsSchema> | null;
}

/** What workflows present to other clouds: the issuer with the claims that make up the subject. */
export function mapSubject(subject: Subject, from: Reading): SourceRecord[] {
  const { org, issuer, repo, claims, immutable, properties, defaults, permitted } = subject;
  const externalId = repo ? `oidc-subject:repo:${repo.id}` : "oidc-subject:org";
  return [
    {
      type: "identity",
      externalId,
      kind: "federation_provider",
      detail: repo ? "github.oidc_subject.repository" : "github.oidc_subject.organisation",
      custody: "assumable_role",
      name: `Workflows of ${repo?.full_name ?? org}`,
      status: "active",
      container: repo?.full_name ?? org,
      tags: {},
      attributes: {
        ...(repo ? { repositoryId: repo.id } : {}),
        issuer,
        subjectClaims: claims,
        immutableSubject: immutable ?? null,
        ...(properties
          ? { claimProperties: properties.slice(0, 100).map((one) => one.custom_property_name) }
          : {}),
        ...(defaults
          ? {
              defaultWorkflowPermissions: defaults.default_workflow_permissions,
              workflowsMayApprovePullRequests: defaults.can_approve_pull_request_reviews,
            }
          : {}),
        ...(permitted
          ? {
              actionsRunIn: permitted.enabled_repositories,
              allowedActions: permitted.allowed_actions ?? null,
            }
          : {}),
      },
      facts: {
        ...lifetime({ expiresAt: fact(from, null) }),
        privilege: untellable("Rights are given by the clouds that trust the issuer"),
        interactive: fact(from, false),
      },
    },
    {
      type: "trust",
      externalId: `${externalId}/trust`,
      identityExternalId: externalId,
      principalKind: "oidc",
      principal: `repo:${repo?.full_name ?? `${org}/*`}`,
      verdict: immutable === undefined ? "unknown" : immutable ? "narrow" : "weak",
      because: immutable
        ? "The subject names the repository by its immutable id"
        : immutable === undefined
          ? "GitHub does not tell whether the subject is immutable"
          : "The subject names the repository by its name: who takes over the name takes over the trust",
      conditions: { claims },
    },
  ];
}

const claimProperties = ({ client, config }: Reader) =>
  orNone(
    client.get(
      "/orgs/{org}/actions/oidc/customization/properties/repo",
      { org: config.org },
      claimPropertiesSchema,
    ),
  );

const actionsPermissions = ({ client, config }: Reader) =>
  orNone(
    client.get("/orgs/{org}/actions/permissions", { org: config.org }, actionsPermissionsSchema),
  );

const workflowDefaults = ({ client, config }: Reader) =>
  orNone(
    client.get(
      "/orgs/{org}/actions/permissions/workflow",
      { org: config.org },
      workflowDefaultsSchema,
    ),
  );

export function oidcSubjects(reader: Reader, cursor: string | null): Promise<Page> {
  const { org } = reader.config;
  const issuer = reader.client.addresses.oidcIssuer;
  const orgRoute = "/orgs/{org}/actions/oidc/customization/sub";
  const repoRoute = "/repos/{owner}/{repo}/actions/oidc/customization/sub";
  const walk = {
    orgPermission: "organization_administration",
    repoPermission: "actions",
    callsPerRepo: 1,
    org: async () => {
      const { data } = await reader.client.get(orgRoute, { org }, orgSubjectSchema);
      const defaults = await workflowDefaults(reader);
      const permitted = await actionsPermissions(reader);
      const properties = await claimProperties(reader);
      const immutable = data.use_immutable_subject;
      const claims = data.include_claim_keys;
      const subject = { org, issuer, claims, immutable, properties, defaults, permitted };
      return mapSubject(subject, reading(reader, orgRoute));
    },
    repo: async (repo: Repo) => {
      const where = { owner: org, repo: repo.name };
      const { data } = await reader.client.get(repoRoute, where, repoSubjectSchema);
      if (data.use_default) return [];
      const claims = data.include_claim_keys ?? [];
      const immutable = data.use_immutable_subject;
      const records = mapSubject(
        { org, issuer, repo, claims, immutable },
        reading(reader, repoRoute),
      );
      return [...records, ...(await reader.owners.hints(repo, [`oidc-subject:repo:${repo.id}`]))];
    },
  };
  return walkRepos(reader, walk, cursor);
}
