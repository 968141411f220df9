import { ListAccountsCommand, type OrganizationsClient } from "@aws-sdk/client-organizations";
import { z } from "zod";
import type { ConnectorIo, Gap } from "../contract";
import { call, everyPage, listed } from "./call";
import type { AwsConfig } from "./config";
import { recallJson } from "../shared/recall-json";

export interface Account {
  id: string;
  email: string | undefined;
}

/** The accounts of an organisation that the source covers, and those of it that are not active. */
export interface Organization {
  active: Account[];
  /** State by id of each account that AWS lists but nobody can enter. */
  inactive: ReadonlyMap<string, string>;
}

const name = "organizations:ListAccounts";

/** Whether the configuration wants this account. */
export const isWanted = (config: AwsConfig, id: string): boolean =>
  (config.includeAccounts.length === 0 || config.includeAccounts.includes(id)) &&
  !config.excludeAccounts.includes(id);

export async function readOrganization(
  config: AwsConfig,
  client: OrganizationsClient,
): Promise<Organization> {
  const all = await everyPage(name, async (NextToken) => {
    const answer = await call(name, () => client.send(new ListAccountsCommand({ NextToken })));
    return { items: listed(answer.Accounts, name), next: answer.NextToken };
  });
  const inactive = new Map<string, string>();
  const active: Account[] = [];
  for (const { Id, Email, State, Status } of all) {
    if (!Id || !isWanted(config, Id)) continue;
    const state = State ?? Status ?? "ACTIVE";
    if (state === "ACTIVE") active.push({ id: Id, email: Email });
    else inactive.set(Id, state);
  }
  active.sort((left, right) => (left.id < right.id ? -1 : 1));
  return { active, inactive };
}

const key = "accounts";
const memory = z.array(z.string());

/**
 * A gap for each account that earlier runs read and that nobody can enter any more: for one whole
 * run what it holds stays listed, and whoever looks at the source is told.
 */
export async function leftAccounts(
  { active, inactive }: Organization,
  config: AwsConfig,
  io: ConnectorIo,
): Promise<Gap[]> {
  const before = (await recallJson(io.cache, key, memory)) ?? [];
  const now = new Set(active.map(({ id }) => id));
  const all = [...new Set([...before, ...now])];
  if (all.length > before.length) await io.cache.set(key, JSON.stringify(all));
  return before
    .filter((id) => !now.has(id) && isWanted(config, id))
    .map((id) => gapOf(id, inactive.get(id)));
}

/** From the next run on, what was told to have left is no longer held back. */
export const forgetLeft = (io: ConnectorIo, { active }: Organization): Promise<void> =>
  io.cache.set(key, JSON.stringify(active.map(({ id }) => id)));

function gapOf(id: string, state: string | undefined): Gap {
  const what =
    state === undefined
      ? `The account ${id} is no longer in the organisation`
      : `The account ${id} is ${state.toLowerCase().replaceAll("_", " ")}`;
  return {
    reason: state === undefined ? "not_found" : "not_enabled",
    scope: `account ${id}`,
    within: { part: id },
    message: `${what} and was not read. What it holds stays listed for this run; from the next one on it counts as gone.`,
  };
}
