import { z } from "zod";
import { ConnectorError, type Gap, type Page, type SourceRecord, type Stream } from "../contract";
import type { AwsAccess } from "./access";
import { isDenied } from "./aws-error";
import type { AccountSession } from "./session";
import { surfaces, type SurfaceName } from "./surfaces";

/** One page of one account (and region). `next` is where to go on inside it, null at its end. */
export interface Step {
  records: SourceRecord[];
  next: string | null;
  gaps?: Gap[];
  expectedTotal?: number;
}

export type TakeStep = (
  session: AccountSession,
  at: string | null,
  region: string,
) => Promise<Step>;

const cursorSchema = z.strictObject({
  account: z.string().max(20),
  region: z.number().int().min(0),
  at: z.string().nullable(),
});
type Cursor = z.infer<typeof cursorSchema>;

/** A stream over every account, and every region where `regional`; the cursor says where it stands. */
export function overAccounts(
  access: AwsAccess,
  name: SurfaceName,
  regional: boolean,
  step: TakeStep,
): Stream {
  const surface = surfaces.find((one) => one.name === name);
  const regions = regional ? access.config.regions : [access.config.regions[0] ?? "us-east-1"];
  return {
    name,
    title: surface?.title ?? name,
    permissions: surface?.permissions ?? [],
    list: async (text) => {
      const accounts = await access.accounts();
      const cursor = startOf(text, accounts);
      if (cursor === null) return { records: [], nextCursor: null, complete: true };
      const region = regions[cursor.region] ?? regions[0] ?? "us-east-1";
      const taken = await takeOrGap(access, step, cursor, region, name);
      const next = after(cursor, taken.next, accounts, regions.length);
      const gaps = taken.gaps ?? [];
      const page: Page = {
        records: taken.records,
        nextCursor: next === null ? null : JSON.stringify(next),
        complete: gaps.length === 0,
        ...(gaps.length > 0 ? { gaps } : {}),
        ...(taken.expectedTotal === undefined || accounts.length > 1
          ? {}
          : { expectedTotal: taken.expectedTotal }),
      };
      return page;
    },
  };
}

function startOf(text: string | null, accounts: readonly string[]): Cursor | null {
  if (text === null) {
    const account = accounts[0];
    return account === undefined ? null : { account, region: 0, at: null };
  }
  const cursor = cursorSchema.safeParse(parsed(text));
  if (!cursor.success) {
    throw new ConnectorError(
      "unexpected_response",
      "The stored cursor is not one of this connector.",
    );
  }
  if (accounts.includes(cursor.data.account)) return cursor.data;
  // The account left the organisation since: go on with the one after it.
  const account = accounts.find((id) => id > cursor.data.account);
  return account === undefined ? null : { account, region: 0, at: null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function after(
  from: Cursor,
  at: string | null,
  accounts: readonly string[],
  regions: number,
): Cursor | null {
  if (at !== null) return { ...from, at };
  if (from.region + 1 < regions)
    return { account: from.account, region: from.region + 1, at: null };
  const account = accounts.find((id) => id > from.account);
  return account === undefined ? null : { account, region: 0, at: null };
}

/** A refusal leaves this account uncovered, says so, and lets the others go on. */
async function takeOrGap(
  access: AwsAccess,
  step: TakeStep,
  cursor: Cursor,
  region: string,
  name: SurfaceName,
): Promise<Step> {
  try {
    return await step(await access.session(cursor.account), cursor.at, region);
  } catch (error) {
    if (error instanceof TypeError) {
      // A null where the service's description promises a value.
      throw new ConnectorError("unexpected_response", `AWS answered ${name} in an unknown shape.`);
    }
    if (!isDenied(error)) throw error;
    return { records: [], next: null, gaps: [gapOf(error, `account ${cursor.account}: ${name}`)] };
  }
}

/** A refusal as a gap of coverage. */
export function gapOf(error: ConnectorError, scope: string): Gap {
  const { permission } = error.extra;
  return {
    reason: "forbidden",
    scope,
    message: error.message,
    ...(permission === undefined ? {} : { permission }),
  };
}
