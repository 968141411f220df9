import { z } from "zod";
import { DomainError } from "../../errors";
import { type Change, readBoolean, readIds } from "./patch";

/** What a directory tells of a person; what is left out stays. */
export interface PersonChange {
  userName?: string;
  externalId?: string | null;
  email?: string;
  name?: string;
  givenName?: string;
  familyName?: string;
  title?: string | null;
  active?: boolean;
  managerId?: string | null;
}

const text = z.string().trim().max(300);
const emailList = z.array(
  z.looseObject({ value: z.string(), type: z.string().optional(), primary: z.unknown() }),
);

function emailOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const list = emailList.safeParse(Array.isArray(value) ? value : [value]);
  if (!list.success) return undefined;
  const best =
    list.data.find(({ primary }) => primary === true || primary === "true") ??
    list.data.find(({ type }) => type === "work") ??
    list.data[0];
  return best?.value;
}

function textOf(value: unknown, attribute: string): string {
  const parsed = text.safeParse(Array.isArray(value) ? value[0] : value);
  if (parsed.success) return parsed.data;
  throw new DomainError("invalid_input", `${attribute} must be text of at most 300 characters.`);
}

/** Attributes that Muster has no use for are taken and forgotten. */
function applyOne(change: PersonChange, { op, attribute, value }: Change): void {
  const gone = op === "remove" || value === null;
  switch (attribute) {
    case "username":
      if (!gone) change.userName = textOf(value, "userName");
      return;
    case "externalid":
      change.externalId = gone ? null : textOf(value, "externalId");
      return;
    case "displayname":
    case "name.formatted":
      if (!gone && (attribute === "displayname" || !change.name)) {
        change.name = textOf(value, "displayName");
      }
      return;
    case "name.givenname":
      if (!gone) change.givenName = textOf(value, "name.givenName");
      return;
    case "name.familyname":
      if (!gone) change.familyName = textOf(value, "name.familyName");
      return;
    case "title":
      change.title = gone ? null : textOf(value, "title");
      return;
    case "active":
      if (!gone) change.active = readBoolean(value);
      return;
    case "emails":
    case "emails.value": {
      const email = gone ? undefined : emailOf(value);
      if (email !== undefined) change.email = email;
      return;
    }
    case "manager":
    case "manager.value":
      change.managerId = gone || value === "" ? null : (readIds(value)[0] ?? null);
  }
}

/** What a list of changes says of a person, the last word counting. */
export function personChange(changes: readonly Change[]): PersonChange {
  const change: PersonChange = {};
  for (const one of changes) applyOne(change, one);
  return change;
}

/** The name after the change: what is displayed, else given and family name put together. */
export function nameAfter(before: string, change: PersonChange): string {
  if (change.name) return change.name;
  if (change.givenName === undefined && change.familyName === undefined) return before;
  const [given = "", ...family] = before.split(" ");
  return [change.givenName ?? given, change.familyName ?? family.join(" ")].join(" ").trim();
}

export interface ShownPerson {
  id: string;
  externalId: string | null;
  userName: string;
  email: string;
  name: string;
  title: string | null;
  active: boolean;
  managerId: string | null;
  teams: { id: string; name: string }[];
  createdAt: string;
  updatedAt: string;
}

export const userSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
export const enterpriseSchema = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
export const groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";

const metaOf = (
  resourceType: "User" | "Group",
  one: { id: string; createdAt: string; updatedAt: string },
  base: string,
) => ({
  resourceType,
  created: one.createdAt,
  lastModified: one.updatedAt,
  location: `${base}/scim/v2/${resourceType}s/${one.id}`,
});

/** A person as SCIM writes them. */
export function showUser(person: ShownPerson, base: string) {
  const [givenName = "", ...family] = person.name.split(" ");
  return {
    schemas: [userSchema, enterpriseSchema],
    id: person.id,
    ...(person.externalId ? { externalId: person.externalId } : {}),
    userName: person.userName,
    name: { formatted: person.name, givenName, familyName: family.join(" ") },
    displayName: person.name,
    ...(person.title ? { title: person.title } : {}),
    active: person.active,
    emails: [{ value: person.email, type: "work", primary: true }],
    groups: person.teams.map(({ id, name }) => ({ value: id, display: name })),
    ...(person.managerId ? { [enterpriseSchema]: { manager: { value: person.managerId } } } : {}),
    meta: metaOf("User", person, base),
  };
}

export interface ShownTeam {
  id: string;
  externalId: string | null;
  name: string;
  members: { id: string; name: string }[];
  createdAt: string;
  updatedAt: string;
}

/** A team as SCIM writes it. */
export const showGroup = (team: ShownTeam, base: string, withMembers = true) => ({
  schemas: [groupSchema],
  id: team.id,
  ...(team.externalId ? { externalId: team.externalId } : {}),
  displayName: team.name,
  ...(withMembers
    ? { members: team.members.map(({ id, name }) => ({ value: id, display: name })) }
    : {}),
  meta: metaOf("Group", team, base),
});
