import {
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
} from "@aws-sdk/client-iam";
import { ConnectorError, type OwnIdentity, type Verification } from "../contract";
import type { AwsAccess, Caller } from "./access";
import { isDenied, isGone } from "./aws-error";
import { call } from "./call";
import { homeRegion } from "./client-options";
import { probeIam } from "./probe-iam";
import { probeRegion, type Probe } from "./probe-region";
import { askRegions, describeRegions } from "./regions";
import type { AccountSession } from "./session";
import { surfaces } from "./surfaces";

/** Who Muster is at AWS, and which permissions it lacks, by one cheap call for each. */
export async function verifyAccess(access: AwsAccess): Promise<Verification> {
  const caller = await access.caller();
  const accounts = await access.accounts();
  const refused = new Map<string, ConnectorError>();
  const warnings = ownWarnings(access, caller);
  const probe: Probe = async (permission, ask) => {
    try {
      await call(permission, ask);
    } catch (error) {
      if (isGone(error)) return;
      if (isDenied(error)) refused.set(permission, error);
      else if (isPassing(error))
        warnings.push(`${permission} could not be checked: ${error.message}`);
      else throw error;
    }
  };
  const first = accounts[0];
  const absent = access.config.includeAccounts.filter((id) => !accounts.includes(id));
  if (access.config.authMode === "organization" && absent.length > 0) {
    warnings.push(`Not an active account of the organisation: ${absent.join(", ")}.`);
  }
  if (first === undefined) warnings.push("No active account is selected, so nothing will be read.");
  else {
    const session = await access.session(first);
    const isDiscovering = access.config.regions.length === 0;
    const region = access.config.regions[0] ?? homeRegion(access.config);
    await Promise.all([
      probeIam(session, probe),
      probeRegion(session, region, probe),
      ...(isDiscovering ? [probe(describeRegions, () => askRegions(session, region))] : []),
    ]);
    warnings.push(...(await broadRights(await access.session(caller.accountId), caller)));
  }
  const holder = await access.keyHolder().catch((error: unknown) => {
    if (isPassing(error)) return null;
    throw error;
  });
  return {
    principal: caller.arn,
    scope: accounts.length === 1 ? `Account ${first}` : `${accounts.length} accounts`,
    target: `${caller.partition}:${caller.accountId}`,
    missing: [...refused.keys()].sort().map((permission) => ({
      permission,
      streams: streamsOf(permission, access),
    })),
    warnings,
    self: identityOf(caller),
    ...(holder ? { base: baseOf(holder, access.config.accessKeyId ?? "") } : {}),
  };
}

/** A session is named after its role, whose id is the part before the session's own name. */
function identityOf({ arn, userId }: Caller): OwnIdentity {
  const [id = ""] = userId.split(":", 1);
  const [, role] = /:assumed-role\/([^/]+)/.exec(arn) ?? [];
  if (role !== undefined) return { externalId: id, name: role, kind: "assumable_role" };
  const isRoot = arn.endsWith(":root");
  return {
    externalId: isRoot ? arn : id,
    name: arn.includes("/") ? (arn.split("/").at(-1) ?? arn) : arn,
    kind: "iam_user",
  };
}

const baseOf = (holder: Caller, keyId: string): NonNullable<Verification["base"]> => ({
  ...identityOf(holder),
  principal: holder.arn,
  credential: { externalId: keyId, kind: "access_key", name: keyId, fingerprint: keyId },
});

const isPassing = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError && /^(unavailable|unexpected_response)$/.test(error.code);

const streamsOf = (permission: string, access: AwsAccess): string[] => {
  if (permission === "sts:AssumeRole") return surfaces.map((surface) => surface.name);
  return surfaces
    .filter((surface) => access.config.collectSshKeys || surface.name !== "ssh-keys")
    .filter((surface) => (surface.permissions as readonly string[]).includes(permission))
    .map((surface) => surface.name);
};

function ownWarnings({ config }: AwsAccess, caller: Caller): string[] {
  const warnings: string[] = [];
  if (caller.arn.endsWith(":root")) {
    warnings.push("This is the root user. Use a role with the least privilege shown here.");
  } else if (config.accessKeyId && /:user\//.test(caller.arn)) {
    warnings.push("A long-lived access key is stored for this source. A role needs none.");
  }
  return warnings;
}

const broad =
  /^(AdministratorAccess|IAMFullAccess|PowerUserAccess|job-function\/SystemAdministrator)$/;

/** Being able to list one's own administrator policy is itself a sign of it; a refusal is the good case. */
async function broadRights(session: AccountSession, caller: Caller): Promise<string[]> {
  const [, kind, name = ""] =
    /:(user|assumed-role)\/(?:.*\/)?([^/]+?)(?:\/[^/]*)?$/.exec(caller.arn) ?? [];
  if (kind === undefined) return [];
  try {
    const attached =
      kind === "user"
        ? (await session.iam.send(new ListAttachedUserPoliciesCommand({ UserName: name })))
            .AttachedPolicies
        : (await session.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: name })))
            .AttachedPolicies;
    const found = attached?.find((policy) => broad.test(policy.PolicyName ?? ""));
    return found
      ? [
          `Muster only reads, but its credential carries ${found.PolicyName}. Use the policy shown here.`,
        ]
      : [];
  } catch {
    return [];
  }
}
