import { ConnectorError, type Gap, type Page, type Stream } from "../contract";
import type { AwsAccess } from "./access";
import { isDenied } from "./aws-error";
import type { AccountSession } from "./session";
import { cursorSchema, gapOf, type Cursor, type Step, type Taken, type TakeStep } from "./step";
import { surfaces, type SurfaceName } from "./surfaces";
import { takeInRegion } from "./walk-region";

/** A stream over every account, and every region where `regional`; the cursor says where it stands. */
export function overAccounts(
  access: AwsAccess,
  name: SurfaceName,
  regional: boolean,
  step: TakeStep,
): Stream {
  const surface = surfaces.find((one) => one.name === name);
  const take = regional ? takeInRegion : takeInAccount;
  return {
    name,
    title: surface?.title ?? name,
    permissions: surface?.permissions ?? [],
    list: async (text) => {
      const accounts = await access.accounts();
      const left = text === null ? await access.left() : [];
      const cursor = startOf(text, accounts);
      if (cursor === null) {
        if (name === lastStream) await access.letGo();
        return pageOf(name, left, { records: [] }, null);
      }
      const taken = await takeOrGap(access, cursor, name, (session) =>
        take(session, cursor, name, step),
      );
      const next = taken.next ?? beginning(accounts.find((id) => id > cursor.account));
      if (next === null && name === lastStream) await access.letGo();
      const { expectedTotal } = taken.step;
      return {
        ...pageOf(name, left, inAccount(taken.step, cursor.account), next),
        ...(expectedTotal === undefined || accounts.length > 1 ? {} : { expectedTotal }),
      };
    },
  };
}

const lastStream = surfaces.at(-1)?.name;

/** What one account refuses hides rows of that account alone. */
const inAccount = ({ records, gaps = [] }: Step, part: string): Pick<Step, "records" | "gaps"> => ({
  records,
  gaps: gaps.map((gap) => ({ within: { part }, ...gap })),
});

/** Findings of an analyzer tell of other accounts as well, so that its gaps may hide any row. */
const anywhere = ({ within: _within, ...gap }: Gap): Gap => gap;

function pageOf(
  name: SurfaceName,
  left: readonly Gap[],
  { records, gaps: own = [] }: Pick<Step, "records" | "gaps">,
  next: Cursor | null,
): Page {
  const all = [...left, ...own];
  const gaps = name === "access-analyzer" ? all.map(anywhere) : all;
  return {
    records,
    nextCursor: next === null ? null : JSON.stringify(next),
    complete: gaps.length === 0,
    ...(gaps.length > 0 ? { gaps } : {}),
  };
}

const beginning = (account: string | undefined): Cursor | null =>
  account === undefined ? null : { account, region: null, at: null };

function startOf(text: string | null, accounts: readonly string[]): Cursor | null {
  if (text === null) return beginning(accounts[0]);
  const cursor = cursorSchema.safeParse(parsed(text));
  if (!cursor.success) {
    throw new ConnectorError(
      "unexpected_response",
      "The stored cursor is not one of this connector.",
    );
  }
  if (accounts.includes(cursor.data.account)) return cursor.data;
  // The account left the organisation since: go on with the one after it.
  return beginning(accounts.find((id) => id > cursor.data.account));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function takeInAccount(
  session: AccountSession,
  cursor: Cursor,
  _name: SurfaceName,
  take: TakeStep,
): Promise<Taken> {
  const step = await take(session, cursor.at, session.homeRegion);
  return { step, next: step.next === null ? null : { ...cursor, at: step.next } };
}

/** A refusal leaves this account uncovered, says so, and lets the others go on. */
async function takeOrGap(
  access: AwsAccess,
  { account }: Cursor,
  name: SurfaceName,
  take: (session: AccountSession) => Promise<Taken>,
): Promise<Taken> {
  try {
    return await take(await access.session(account));
  } catch (error) {
    if (error instanceof TypeError) {
      // A null where the service's description promises a value.
      throw new ConnectorError("unexpected_response", `AWS answered ${name} in an unknown shape.`);
    }
    if (!isDenied(error)) throw error;
    const gaps = [gapOf(error, `account ${account}: ${name}`)];
    return { step: { records: [], next: null, gaps }, next: null };
  }
}
