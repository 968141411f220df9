import { z } from "zod";
import type { GitHubClient } from "./client";
import { gapOf, lacksPermission } from "./failures";
import { reposSchema } from "./schemas";

/** One cheap list for each permission, of the organisation or of one repository of it. */
const ofOrganisation: Readonly<Record<string, string>> = {
  members: "/orgs/{org}/outside_collaborators",
  organization_administration: "/orgs/{org}/installations",
  organization_agent_secrets: "/orgs/{org}/agents/secrets",
  organization_codespaces_secrets: "/orgs/{org}/codespaces/secrets",
  organization_copilot_agent_settings: "/orgs/{org}/copilot/coding-agent/permissions",
  organization_dependabot_secrets: "/orgs/{org}/dependabot/secrets",
  organization_hooks: "/orgs/{org}/hooks",
  organization_secrets: "/orgs/{org}/actions/secrets",
  organization_self_hosted_runners: "/orgs/{org}/actions/runners",
};
const ofRepository: Readonly<Record<string, string>> = {
  actions: "/repos/{owner}/{repo}/environments",
  administration: "/repos/{owner}/{repo}/keys",
  codespaces_secrets: "/repos/{owner}/{repo}/codespaces/secrets",
  dependabot_secrets: "/repos/{owner}/{repo}/dependabot/secrets",
  repository_hooks: "/repos/{owner}/{repo}/hooks",
  secrets: "/repos/{owner}/{repo}/actions/secrets",
};
const parts = z.union([
  z.array(z.unknown()).transform(() => null),
  z.object({}).transform(() => null),
]);

/**
 * What a fine-grained token lacks: GitHub does not list its permissions, so each is tried once.
 * A refusal for another reason, such as a plan, says nothing about the token.
 */
export async function refusedPermissions(
  { get }: GitHubClient,
  org: string,
): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  async function tryOne(permission: string, route: string, where: Record<string, string>) {
    // One entry of a list of its own, so that no answer of a stream is replaced by a shorter one.
    const query = route.endsWith("/permissions") ? where : { ...where, per_page: 1 };
    try {
      await get(route, query, parts);
    } catch (error) {
      if (lacksPermission(error)) refused.add(permission);
      else gapOf(error, org, permission);
    }
  }
  // A public repository is listed to tokens that were not given it: its refusals tell nothing.
  const one = { org, per_page: 1 };
  const list = async (query: typeof one & { type?: string }) =>
    (await get("/orgs/{org}/repos", query, reposSchema)).data[0];
  const repo = (await list({ ...one, type: "private" })) ?? (await list(one));
  const where: Record<string, string> = repo ? { owner: org, repo: repo.name } : {};
  await Promise.all([
    ...Object.entries(ofOrganisation).map(([name, route]) => tryOne(name, route, { org })),
    ...Object.entries(repo ? ofRepository : {}).map(([name, route]) => tryOne(name, route, where)),
  ]);
  return refused;
}
