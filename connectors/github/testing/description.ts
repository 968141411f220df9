import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Document } from "openapi-backend";

type Json = Record<string, unknown>;

const paths = [
  "/app",
  "/app/installations/{installation_id}/access_tokens",
  "/apps/{app_slug}",
  "/installation/repositories",
  "/orgs/{org}",
  "/orgs/{org}/actions/oidc/customization/properties/repo",
  "/orgs/{org}/actions/oidc/customization/sub",
  "/orgs/{org}/actions/permissions",
  "/orgs/{org}/actions/permissions/workflow",
  "/orgs/{org}/actions/runner-groups",
  "/orgs/{org}/actions/runners",
  "/orgs/{org}/actions/secrets",
  "/orgs/{org}/actions/secrets/{secret_name}/repositories",
  "/orgs/{org}/agents/secrets",
  "/orgs/{org}/agents/secrets/{secret_name}/repositories",
  "/orgs/{org}/audit-log",
  "/orgs/{org}/codespaces/secrets",
  "/orgs/{org}/codespaces/secrets/{secret_name}/repositories",
  "/orgs/{org}/copilot/coding-agent/permissions",
  "/orgs/{org}/copilot/coding-agent/permissions/repositories",
  "/orgs/{org}/credential-authorizations",
  "/orgs/{org}/dependabot/secrets",
  "/orgs/{org}/dependabot/secrets/{secret_name}/repositories",
  "/orgs/{org}/hooks",
  "/orgs/{org}/hooks/{hook_id}/deliveries",
  "/orgs/{org}/installation",
  "/orgs/{org}/installations",
  "/orgs/{org}/members",
  "/orgs/{org}/outside_collaborators",
  "/orgs/{org}/personal-access-token-requests",
  "/orgs/{org}/personal-access-tokens",
  "/orgs/{org}/personal-access-tokens/{pat_id}/repositories",
  "/orgs/{org}/properties/values",
  "/orgs/{org}/repos",
  "/orgs/{org}/teams",
  "/orgs/{org}/teams/{team_slug}/members",
  "/repos/{owner}/{repo}/actions/oidc/customization/sub",
  "/repos/{owner}/{repo}/actions/runners",
  "/repos/{owner}/{repo}/actions/secrets",
  "/repos/{owner}/{repo}/actions/secrets/public-key",
  "/repos/{owner}/{repo}/agents/secrets",
  "/repos/{owner}/{repo}/codespaces/secrets",
  "/repos/{owner}/{repo}/collaborators",
  "/repos/{owner}/{repo}/commits",
  "/repos/{owner}/{repo}/contents/{path}",
  "/repos/{owner}/{repo}/dependabot/secrets",
  "/repos/{owner}/{repo}/environments",
  "/repos/{owner}/{repo}/environments/{environment_name}/secrets",
  "/repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key",
  "/repos/{owner}/{repo}/hooks",
  "/repos/{owner}/{repo}/hooks/{hook_id}/deliveries",
  "/repos/{owner}/{repo}/keys",
  "/repos/{owner}/{repo}/teams",
  "/search/code",
  "/user",
  "/users/{username}",
];

/** What actions call: single things that are read, and calls that change them. */
const secretsOf = (root: string, stores: readonly string[]) =>
  stores.map((store) => [`${root}/${store}/secrets/{secret_name}`, ["delete"]] as const);
const stores = ["actions", "agents", "codespaces", "dependabot"];
const writes: Record<string, readonly string[]> = {
  ...Object.fromEntries([
    ...secretsOf("/orgs/{org}", stores),
    ...secretsOf("/repos/{owner}/{repo}", stores),
    ...stores.map((store) => [`/orgs/{org}/${store}/secrets/{secret_name}/repositories`, ["put"]]),
  ]),
  "/repos/{owner}/{repo}": [],
  "/repos/{owner}/{repo}/actions/secrets/{secret_name}": ["put", "delete"],
  "/repos/{owner}/{repo}/keys": ["post"],
  "/repos/{owner}/{repo}/keys/{key_id}": ["delete"],
  "/repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}": ["put", "delete"],
  "/repos/{owner}/{repo}/hooks/{hook_id}": ["patch", "delete"],
  "/orgs/{org}/hooks/{hook_id}": ["patch", "delete"],
  "/repos/{owner}/{repo}/actions/runners/{runner_id}": ["delete"],
  "/orgs/{org}/actions/runners/{runner_id}": ["delete"],
  "/orgs/{org}/personal-access-tokens/{pat_id}": ["post"],
  "/orgs/{org}/personal-access-token-requests/{pat_request_id}": ["post"],
  "/orgs/{org}/credential-authorizations/{credential_id}": ["delete"],
};

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** GitHub's own description of its API, cut down to what the connector calls. */
export function gitHubDescription(): Document {
  const file = createRequire(import.meta.url).resolve("@octokit/openapi/generated/ghec.json");
  const whole = JSON.parse(readFileSync(file, "utf8")) as Json & {
    paths: Record<string, Record<string, Json>>;
  };
  const kept: Json = {};
  const components: Record<string, Json> = {};
  const met = new Set<string>();

  function copy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(copy);
    if (!isObject(value)) return value;
    if (typeof value.$ref === "string") return take(value.$ref) ? value : {};
    const { nullable, ...rest } = value;
    // The validator knows `nullable` only beside a type.
    if (nullable === true && value.type === undefined) {
      return { anyOf: [copy(rest), { enum: [null] }] };
    }
    const entries = Object.entries(value).filter(
      ([key]) => key !== "example" && key !== "examples",
    );
    return Object.fromEntries(entries.map(([key, inner]) => [key, copy(inner)]));
  }
  function take(reference: string): boolean {
    const [kind, name] = reference.slice("#/components/".length).split("/");
    const source = (whole.components as Record<string, Json>)[kind ?? ""]?.[name ?? ""];
    if (!kind || !name || source === undefined) return false;
    if (!met.has(reference)) {
      met.add(reference);
      (components[kind] ??= {})[name] = copy(source);
    }
    return true;
  }
  for (const path of paths) {
    const methods = path.endsWith("/access_tokens") ? ["post"] : ["get"];
    kept[path] = Object.fromEntries(
      methods.map((method) => [method, copy(whole.paths[path]?.[method])]),
    );
  }
  for (const [path, methods] of Object.entries(writes)) {
    const known = Object.keys(kept[path] ?? {});
    const single = path.endsWith("}") && whole.paths[path]?.get ? ["get"] : [];
    kept[path] = {
      ...(kept[path] as Json | undefined),
      ...Object.fromEntries(
        [...single, ...methods]
          .filter((method) => !known.includes(method))
          .map((method) => [method, copy(whole.paths[path]?.[method])]),
      ),
    };
  }
  return { openapi: "3.0.3", info: whole.info, paths: kept, components } as unknown as Document;
}
