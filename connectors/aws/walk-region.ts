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
  const unknownRegions =
    begun === null && regions.gap ? [{ ...regions.gap, ...rowsBeyond(session, name) }] : [];
  const gaps = [...unknownRegions, ...(step.gaps ?? [])];
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

/** With what the ids of a region's rows begin, in the streams whose ids tell it. */
function prefixOf({ partition, accountId }: AccountSession, region: string, name: SurfaceName) {
  const service = services[name];
  return service === undefined ? undefined : `arn:${partition}:${service}:${region}:${accountId}:`;
}

function rowsIn({ session, region, name }: Omit<Place, "away">): Pick<Gap, "within"> {
  const idPrefix = prefixOf(session, region, name);
  return idPrefix === undefined ? {} : { within: { part: session.accountId, idPrefix } };
}

/** The rows of all regions but the one that is read where the account's others are not known. */
function rowsBeyond(session: AccountSession, name: SurfaceName): Pick<Gap, "within"> {
  const notPrefix = prefixOf(session, session.homeRegion, name);
  return notPrefix === undefined ? {} : { within: { part: session.accountId, notPrefix } };
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
