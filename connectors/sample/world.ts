import type { OwnerHintMethod } from "@/lib/domain/access/access";
import { type Fact, known, unknown, type UnknownReason } from "@/lib/domain/evidence";
import type { PrivilegeVerdict } from "@/lib/domain/identity/identity";
import type {
  CredentialRecord,
  GrantRecord,
  IdentityRecord,
  TrustRecord,
} from "@/lib/domain/inventory/source-record";
import type { SourceRecord } from "../contract";
import { environments, people, teams } from "./company";
import { type Draw, seeded } from "./prng";

const dayMs = 86_400_000;

/** One corner of the sample organisation while it is being made up. */
export interface World {
  draw: Draw;
  /** Midnight UTC: all dates are counted back from it. */
  today: Date;
  records: SourceRecord[];
  /** The identity being made up now has been forgotten: old, unused, unowned and powerful. */
  neglected: boolean;
  /** The instant so many days ago, at a plausible hour. */
  ago: (days: number) => string;
  fact: <T>(value: T, source: string) => Fact<T>;
  /** The name, or with a number behind it if it is taken. */
  unique: (name: string) => string;
  /** `service-duty-env` */
  name: (service: string, duty: string) => string;
}

export function openWorld(seed: string, now: Date): World {
  const draw = seeded(`acme-robotics/${seed}`);
  const today = new Date(Math.floor(now.getTime() / dayMs) * dayMs);
  const taken = new Map<string, number>();
  const unique = (name: string): string => {
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  };
  return {
    draw,
    today,
    records: [],
    neglected: false,
    ago: (days) => new Date(today.getTime() - days * dayMs + draw.int(0, dayMs - 1)).toISOString(),
    fact: (value, source) => known(value, source, now),
    unique,
    name: (service, duty) => {
      const environment = draw.weighted(environments);
      return unique([service, duty, environment].filter((part) => part !== "").join("-"));
    },
  };
}

export interface Life {
  createdDays: number;
  facts: Pick<
    IdentityRecord["facts"],
    "createdAt" | "createdBy" | "lastUsedAt" | "expiresAt" | "lastRotatedAt"
  >;
}

export interface LifeOptions {
  source: string;
  /** Oldest, in days. */
  oldest?: number;
  /** Chance that the provider cannot tell the last use. */
  useUnknown?: number;
  /** Longest lifetime ahead in days; null is the provider's never; undefined is not offered. */
  expiresWithin?: number | null;
  /** Chance of never in place of an end date. */
  neverExpires?: number;
  rotates?: "in_place" | "new_key" | "not_offered";
}

/** Most things are young, used and rotated; some are forgotten. */
export function lifeOf(world: World, options: LifeOptions): Life {
  const { draw, ago, fact } = world;
  const { source } = options;
  const oldest = options.oldest ?? 1400;
  const part = world.neglected ? 1 - draw.next() / 5 : draw.next() ** 2.2;
  const createdDays = Math.max(2, Math.round(part * oldest));
  const createdAt = fact(ago(createdDays), source);
  return {
    createdDays,
    facts: {
      createdAt,
      createdBy: draw.chance(0.55)
        ? fact(draw.pick(people), source)
        : unknown("not_tracked_yet", "Older than the provider's audit log"),
      lastUsedAt: lastUse(world, createdDays, options),
      expiresAt: end(world, options),
      lastRotatedAt: rotation(world, createdDays, createdAt, options),
    },
  };
}

function lastUse(world: World, createdDays: number, options: LifeOptions): Fact<string | null> {
  const { draw, ago, fact } = world;
  if (world.neglected)
    return fact(ago(Math.min(createdDays - 1, draw.int(365, 700))), options.source);
  if (draw.chance(options.useUnknown ?? 0.05))
    return unknown("not_offered", "The provider does not record use");
  const days = draw.weighted([
    [draw.int(1, 14), 79],
    [draw.int(15, 75), 9],
    [draw.int(91, 400), 8],
    [-1, 4],
  ]);
  return fact(days < 0 ? null : ago(Math.min(days, createdDays - 1)), options.source);
}

function end(world: World, options: LifeOptions): Fact<string | null> {
  const { draw, ago, fact } = world;
  if (options.expiresWithin === undefined)
    return unknown("not_offered", "The provider sets no end date");
  if (options.expiresWithin === null || world.neglected || draw.chance(options.neverExpires ?? 0))
    return fact(null, options.source);
  return fact(ago(-draw.int(3, options.expiresWithin)), options.source);
}

function rotation(
  world: World,
  createdDays: number,
  createdAt: Fact<string>,
  options: LifeOptions,
): Fact<string | null> {
  const { draw, ago, fact } = world;
  if (options.rotates === "new_key") return createdAt;
  if (options.rotates !== "in_place") return unknown("not_offered", "Nothing of it rotates");
  if (world.neglected || draw.chance(0.12)) return fact(null, options.source);
  const days = draw.weighted([
    [draw.int(1, 28), 62],
    [draw.int(29, 85), 24],
    [draw.int(91, 700), 14],
  ]);
  return fact(ago(Math.min(days, createdDays - 1)), options.source);
}

const levels: readonly (readonly [PrivilegeVerdict["level"] | "unknown", number])[] = [
  ["none", 4],
  ["read", 46],
  ["write", 34],
  ["high", 6],
  ["admin", 2],
  ["unknown", 8],
];
const reasons: Record<PrivilegeVerdict["level"], readonly string[]> = {
  none: ["No policy grants it anything."],
  read: ["Only list and read actions on named resources."],
  write: ["Writes to the resources of its own application."],
  high: ["Reads every stored secret.", "May change code that runs with another role."],
  admin: ["An administrator policy is attached."],
};

export function privilegeOf(
  world: World,
  source: string,
  from: typeof levels = levels,
): Fact<PrivilegeVerdict> {
  const level = world.neglected
    ? world.draw.pick(["high", "admin", "admin"] as const)
    : world.draw.weighted(from);
  const why: [UnknownReason, string] = ["permission_missing", "Its policies could not be read"];
  return level === "unknown"
    ? unknown(...why)
    : world.fact({ level, reasons: [world.draw.pick(reasons[level])] }, source);
}

/** Who probably owns it: most have a named person, some only a creator or a team's inbox, some nobody. */
export function addOwnerHints(world: World, identityExternalId: string): void {
  const { draw } = world;
  const add = (method: OwnerHintMethod, candidate: string, evidence: string) =>
    world.records.push({ type: "owner_hint", identityExternalId, method, candidate, evidence });
  const person = draw.pick(people);
  const luck = world.neglected ? 1 : draw.next();
  world.neglected = draw.chance(0.025);
  if (luck < 0.5) add("tag", person, "tag owner");
  else if (luck < 0.68) add("creator", person, "the audit log names its creator");
  else if (luck < 0.78) add("tag", draw.pick(teams), "tag team");
  else if (luck < 0.84) add("code_owner", person, "CODEOWNERS of the repository that uses it");
  if (luck < 0.2) add("creator", draw.chance(0.7) ? person : draw.pick(people), "created it");
}

/** The identity with its defaults; everything else must be said. */
export function addIdentity(
  world: World,
  record: Omit<IdentityRecord, "type" | "tags" | "attributes" | "status"> &
    Partial<Pick<IdentityRecord, "tags" | "attributes" | "status">>,
): void {
  const { draw } = world;
  const status = draw.weighted([
    ["active", 95],
    ["disabled", 4],
    ["unknown", 1],
  ] as const);
  world.records.push({ type: "identity", tags: {}, attributes: {}, status, ...record });
}

export const addCredential = (
  world: World,
  record: Omit<CredentialRecord, "type" | "scopes" | "attributes"> &
    Partial<Pick<CredentialRecord, "scopes" | "attributes">>,
): void => {
  world.records.push({ type: "credential", scopes: [], attributes: {}, ...record });
};

export const addGrant = (world: World, record: Omit<GrantRecord, "type">): void => {
  world.records.push({ type: "grant", ...record });
};

export const addTrust = (world: World, record: Omit<TrustRecord, "type">): void => {
  world.records.push({ type: "trust", ...record });
};

export const padded = (index: number, length = 6): string => String(index).padStart(length, "0");
