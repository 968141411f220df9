import type { Gap } from "../contract";
import { hasNoAddress, isDenied, isUnknownThere } from "./aws-error";
import { noteReached, reachedRegions } from "./reached";
import type { AccountSession } from "./session";
import type { SurfaceName } from "./surfaces";
import { gapOf, type Cursor, type Step, type Taken, type TakeStep } from "./step";

/** One page of the region at which the cursor stands, and where the account's regions go on. */
export async function takeInRegion(
  session: AccountSession,
  cursor: Cursor,
  name: SurfaceName,
  take: TakeStep,
): Promise<Taken> {
  const regions = await session.regions();
  const begun = cursor.region;
  // A region that was disabled since is passed over.
  const region = begun === null ? regions.names[0] : regions.names.find((one) => one >= begun);
  if (region === undefined) return { step: { records: [], next: null }, next: null };
  const at = region === begun ? cursor.at : null;
  const away = regions.isDiscovered && region !== session.homeRegion;
  const step = await orGap({ session, region, name, away }, () => take(session, at, region));
  const gaps = [...(begun === null && regions.gap ? [regions.gap] : []), ...(step.gaps ?? [])];
  const following = regions.names.find((one) => one > region);
  const { account } = cursor;
  return {
    step: { ...step, gaps },
    next:
      step.next !== null
        ? { account, region, at: step.next }
        : following === undefined
          ? null
          : { account, region: following, at: null },
  };
}

/** Streams whose every identity is known by its ARN, which names the region. */
const services: Partial<Record<SurfaceName, string>> = {
  secrets: "secretsmanager",
  "ssm-parameters": "ssm",
};

function rowsIn({ session, region, name }: Omit<Place, "away">): Pick<Gap, "within"> {
  const service = services[name];
  if (service === undefined) return {};
  const { partition, accountId } = session;
  const idPrefix = `arn:${partition}:${service}:${region}:${accountId}:`;
  return { within: { part: accountId, idPrefix } };
}

interface Place {
  session: AccountSession;
  region: string;
  name: SurfaceName;
  /** Nobody named this region, so that it need not have every service. */
  away: boolean;
}

/** What one region refuses must not keep the others from being read. */
async function orGap(
  { session, region, name, away }: Place,
  take: () => Promise<Step>,
): Promise<Step> {
  const scope = `account ${session.accountId}, ${region}: ${name}`;
  try {
    const step = await take();
    if (away) await noteReached(session.io, name, region);
    return step;
  } catch (error) {
    if (away && hasNoAddress(error)) {
      // A service that has answered here before is not absent but out of reach.
      if ((await reachedRegions(session.io, name)).has(region)) throw error;
      return { records: [], next: null };
    }
    const rows = rowsIn({ session, region, name });
    if (away && isUnknownThere(error)) return gap({ ...gapOf(error, scope), ...rows });
    if (isDenied(error) && error.extra.permission !== "sts:AssumeRole") {
      return gap({ ...gapOf(error, scope), ...rows });
    }
    throw error;
  }
}

const gap = (one: Gap): Step => ({ records: [], next: null, gaps: [one] });
