import type { z } from "zod";
import { ConnectorError } from "../../contract";
import type { Page, SourceRecord } from "../../contract";
import { gapOf, orNone } from "../failures";
import { isMachineTeam, machineUserScore, machineUserThreshold } from "../machine-user";
import { followingCursor, parsePageCursor } from "../page-cursor";
import { everyPage } from "../paged";
import { pageSize, reading } from "../reader";
import type { Reader } from "../reader";
import { fact, lifetime, untellable } from "../records";
import type { Reading } from "../records";
import { membersSchema, teamsSchema, userSchema } from "../schemas";

type Member = z.infer<typeof membersSchema>[number];
type Profile = z.infer<typeof userSchema>;
type Role = "owner" | "member" | "outside collaborator";

const phases = [
  { role: "owner", route: "/orgs/{org}/members", query: { role: "admin" } },
  { role: "member", route: "/orgs/{org}/members", query: { role: "member" } },
  { role: "outside collaborator", route: "/orgs/{org}/outside_collaborators", query: {} },
] as const;

export function mapMachineUser(
  { login, id }: Member,
  found: { org: string; web: string; role: Role; teams: string[]; profile: Profile | null },
  from: Reading,
): SourceRecord[] {
  const { org, web, role, teams, profile } = found;
  const shown = profile && { name: profile.name ?? null, email: profile.email ?? null };
  const score = machineUserScore({ login, teams, profile: shown });
  if (score.points < machineUserThreshold) return [];
  return [
    {
      type: "identity",
      externalId: `user:${id}`,
      kind: "bot_user",
      detail: "github.machine_user",
      name: login,
      status: "active",
      container: org,
      url: `${web}/${login}`,
      tags: {},
      attributes: { role, teams, score: score.points, because: score.because },
      facts: {
        ...lifetime(profile ? { createdAt: fact(from, profile.created_at) } : {}),
        privilege:
          role === "owner"
            ? fact(from, { level: "admin", reasons: ["Owner of the organisation."] })
            : untellable("Rights through teams and repositories are not read"),
        interactive: fact(from, true),
      },
    },
  ];
}

/** Logins in the teams that are named for machines, with those teams. */
async function machineTeams(reader: Reader): Promise<Map<string, string[]>> {
  const { org } = reader.config;
  const teams = await everyPage(reader, "/orgs/{org}/teams", { org }, teamsSchema, (page) => page);
  const found = new Map<string, string[]>();
  for (const { slug } of teams.filter((team) => isMachineTeam(team.slug))) {
    const route = "/orgs/{org}/teams/{team_slug}/members";
    const where = { org, team_slug: slug };
    for (const { login } of await everyPage(reader, route, where, membersSchema, (page) => page)) {
      found.set(login, [...(found.get(login) ?? []), slug]);
    }
  }
  return found;
}

const profileOf = ({ client }: Reader, login: string): Promise<Profile | null> =>
  orNone(client.get("/users/{username}", { username: login }, userSchema));

export async function machineUsers(reader: Reader, cursor: string | null): Promise<Page> {
  const [phaseText = "", rest = null] = cursor?.split(":") ?? ["0"];
  const index = Number(phaseText);
  const phase = phases[index];
  const at = parsePageCursor(rest);
  if (!phase) throw new ConnectorError("unexpected_response", "The cursor is not one of ours");
  const { org } = reader.config;
  const following = index + 1 < phases.length ? `${index + 1}` : null;
  try {
    const query = { org, ...phase.query, per_page: pageSize, page: Number(at.page) };
    const { data, next, rate } = await reader.client.get(phase.route, query, membersSchema);
    const more = followingCursor(at, data, next, phase.route);
    const teams = await machineTeams(reader);
    const records: SourceRecord[] = [];
    for (const member of data.filter(({ type }) => type !== "Bot")) {
      const own = teams.get(member.login) ?? [];
      const { points } = machineUserScore({ login: member.login, teams: own, profile: null });
      if (points === 0) continue;
      const profile = await profileOf(reader, member.login);
      const { web } = reader.client.addresses;
      const found = { org, web, role: phase.role, teams: own, profile };
      records.push(...mapMachineUser(member, found, reading(reader, phase.route)));
    }
    return {
      records,
      nextCursor: more === null ? following : `${index}:${more}`,
      complete: true,
      rate,
    };
  } catch (error) {
    const gap = gapOf(error, org, "members");
    return { records: [], nextCursor: null, complete: false, gaps: [gap] };
  }
}
