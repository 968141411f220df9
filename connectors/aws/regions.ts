import { ConnectorError, type Gap } from "../contract";
import { isDenied } from "./aws-error";
import { call } from "./call";
import { proveXml } from "./io-handler";
import { signedGet, type Signing } from "./signed-json";

export const describeRegions = "ec2:DescribeRegions";

/** Where one account is read, sorted, and why other regions are not. */
export interface Regions {
  names: string[];
  /** The account itself named them, not the person who connected the source. */
  isDiscovered: boolean;
  gap?: Gap;
}

/** The regions that a person gave, else all that are enabled in the account. */
export async function readRegions(
  session: Signing,
  given: readonly string[],
  home: string,
): Promise<Regions> {
  if (given.length > 0) return { names: [...new Set(given)].sort(), isDiscovered: false };
  try {
    return { names: await askRegions(session, home), isDiscovered: true };
  } catch (error) {
    if (!isDenied(error) || error.extra.permission !== describeRegions) throw error;
    const gap: Gap = {
      reason: "forbidden",
      permission: describeRegions,
      scope: `account ${session.accountId}: regions other than ${home}`,
      message: `AWS refuses to say which regions are enabled (${describeRegions}), so only ${home} was read.`,
    };
    return { names: [home], isDiscovered: false, gap };
  }
}

/** Those that the account can use: regions to opt in to are named only once they are enabled. */
export async function askRegions(session: Signing, region: string): Promise<string[]> {
  const operation = "DescribeRegions";
  const query = { Action: operation, Version: "2016-11-15" };
  const bytes = await call(describeRegions, () =>
    signedGet(session, { service: "ec2", region, operation, path: "/", query }),
  );
  proveXml(bytes, operation, describeRegions);
  const found = new TextDecoder()
    .decode(bytes)
    .matchAll(/<regionName>\s*([a-z]{2,8}(?:-[a-z]{1,12}){1,3}-\d{1,2})\s*<\/regionName>/g);
  const names = [...new Set([...found].map(([, name = ""]) => name))].sort();
  if (names.length > 0) return names;
  throw new ConnectorError(
    "unexpected_response",
    `The answer to ${describeRegions} has no region.`,
  );
}
