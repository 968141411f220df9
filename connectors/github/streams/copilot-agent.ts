import type { Page, SourceRecord } from "../../contract";
import { gapOf } from "../failures";
import { everyPage } from "../paged";
import { reading } from "../reader";
import type { Reader } from "../reader";
import { fact, lifetime, untellable } from "../records";
import type { Reading } from "../records";
import { copilotAgentSchema, selectedReposSchema } from "../schemas";
import { inWords } from "../selected-repos";

const route = "/orgs/{org}/copilot/coding-agent/permissions";

interface Reach {
  enabled: "all" | "selected" | "none";
  /** Full names, where only some repositories are enabled. */
  repositories: readonly string[];
}

/** Copilot's agent as the organisation lets it work: one identity, whatever the repositories. */
export function mapCopilotAgent(
  { enabled, repositories }: Reach,
  { org, web }: { org: string; web: string },
  from: Reading,
): SourceRecord[] {
  const where = enabled === "selected" ? inWords(repositories) : `All repositories of ${org}`;
  const externalId = "copilot-agent:org";
  const agent: SourceRecord = {
    type: "identity",
    externalId,
    kind: "ai_agent",
    detail: "github.copilot_agent",
    name: `Copilot agent of ${org}`,
    status: enabled === "none" ? "disabled" : "active",
    identityClass: "ai_tool_token",
    vendor: "GitHub Copilot",
    container: org,
    url: `${web}/organizations/${org}/settings/copilot/coding_agent`,
    tags: {},
    attributes: { enabledRepositories: enabled, repositories: repositories.slice(0, 100) },
    facts: {
      ...lifetime({
        createdAt: untellable("GitHub does not tell when the agent was enabled"),
        createdBy: untellable("Only the audit log tells who enabled the agent"),
        lastUsedAt: untellable("GitHub does not tell when the agent last worked"),
        expiresAt: fact(from, null),
      }),
      privilege: fact(
        from,
        enabled === "none"
          ? { level: "none" as const, reasons: ["Not enabled in any repository."] }
          : {
              level: "write" as const,
              reasons: [
                `Pushes branches and opens pull requests. ${where}.`.slice(0, 1000),
                "What its MCP servers let it reach is not read.",
              ],
            },
      ),
      interactive: fact(from, false),
    },
  };
  if (enabled === "none") return [agent];
  return [
    agent,
    {
      type: "grant",
      externalId: `${externalId}/repositories`,
      identityExternalId: externalId,
      service: "contents",
      entitlement: "copilot coding agent",
      target: where.slice(0, 1000),
      via: "Copilot policy of the organisation",
      level: "write",
      conditional: false,
    },
  ];
}

export async function copilotAgent(reader: Reader): Promise<Page> {
  const { client, config } = reader;
  const { org } = config;
  try {
    const { data, rate } = await client.get(route, { org }, copilotAgentSchema);
    const enabled = data.enabled_repositories;
    const repositories =
      enabled === "selected"
        ? await everyPage(
            reader,
            `${route}/repositories`,
            { org },
            selectedReposSchema,
            (page) => page.repositories,
          )
        : [];
    const names = repositories.map(({ full_name: name }) => name);
    const place = { org, web: client.addresses.web };
    return {
      records: mapCopilotAgent({ enabled, repositories: names }, place, reading(reader, route)),
      nextCursor: null,
      complete: true,
      rate,
    };
  } catch (error) {
    const gap = gapOf(error, org, "organization_copilot_agent_settings", "not_enabled");
    return { records: [], nextCursor: null, complete: false, gaps: [gap] };
  }
}
