import type { z } from "zod";
import { ConnectorError } from "../../contract";
import type { Page, SourceRecord } from "../../contract";
import { gapOf, orNone } from "../failures";
import type { LastSeen } from "../last-seen";
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

interface Found {
  org: string;
  web: string;
  role: Role;
  teams: string[];
  profile: Profile | null;
  score: ReturnType<typeof machineUserScore>;
  /** Null where nobody can say. */
  isLinked: boolean | null;
  seen: Awaited<ReturnType<LastSeen["of"]>>;
}

function machineUserRecord({ login, id }: Member, found: Found, from: Reading): SourceRecord {
  const { org, web, role, teams, profile, score, isLinked, seen } = found;
  return {
    type: "identity",
    externalId: `user:${id}`,
    kind: "bot_user",
    detail: "github.machine_user",
    name: login,
    status: "active",
    container: org,
    url: `${web}/${login}`,
    tags: {},
    attributes: {
      role,
      teams,
      score: score.points,
      because: score.because,
      samlIdentity: isLinked,
    },
    facts: {
      ...lifetime(profile ? { createdAt: fact(from, profile.created_at) } : {}),
      ...seen,
      privilege:
        role === "owner"
          ? fact(from, { level: "admin", reasons: ["Owner of the organisation."] })
          : untellable("Rights through teams and repositories are not read"),
      interactive: fact(from, true),
    },
  };
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

/** Collaborators from outside need no identity of the organisation: theirs tells nothing. */
async function looksLikeMachine(
  reader: Reader,
  member: Member,
  { role, teams }: Pick<Found, "role" | "teams">,
  from: Reading,
): Promise<SourceRecord[]> {
  const { login } = member;
  const isLinked = role === "outside collaborator" ? null : await reader.saml.isLinked(member.id);
  const signals = {
    login,
    teams,
    isUnlinked: isLinked === false && (await reader.saml.isUsual()),
    isDaily: await reader.useDays.isDaily(login),
  };
  if (machineUserScore({ ...signals, profile: null }).points === 0) return [];
  const profile = await profileOf(reader, login);
  const shown = profile && { name: profile.name ?? null, email: profile.email ?? null };
  const score = machineUserScore({ ...signals, profile: shown });
  if (score.points < machineUserThreshold) return [];
  const seen = await reader.lastSeen.of(login, from);
  const { web } = reader.client.addresses;
  const { org } = reader.config;
  const found = { org, web, role, teams, profile, score, isLinked, seen };
  return [machineUserRecord(member, found, from)];
}

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
    const from = reading(reader, phase.route);
    const records: SourceRecord[] = [];
    for (const member of data.filter(({ type }) => type !== "Bot")) {
      const own = teams.get(member.login) ?? [];
      records.push(
        ...(await looksLikeMachine(reader, member, { role: phase.role, teams: own }, from)),
      );
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
