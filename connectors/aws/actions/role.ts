import * as iam from "@aws-sdk/client-iam";
import { known, unknown } from "@/lib/domain/evidence";
import { ConnectorError, type Inspection, type TargetActions } from "../../contract";
import { isoDate } from "../../shared/aws-iam/text";
import { call, listed } from "../call";
import type { AccountSession } from "../session";
import { gone, step } from "../../shared/target-steps";
import { change, denyAll, readOrNull, unlessRefused, type Acting } from "./acting";

const notTracked = unknown("not_tracked_yet", "AWS tracks the use of roles for 400 days");
const readName = "iam:GetRole";

async function read(session: AccountSession, RoleName: string) {
  const client = session.iam;
  const found = await readOrNull(readName, () => client.send(new iam.GetRoleCommand({ RoleName })));
  const role = found?.Role;
  if (!role) return null;
  const [inline, attached, profiles] = await Promise.all([
    call("iam:ListRolePolicies", () => client.send(new iam.ListRolePoliciesCommand({ RoleName }))),
    call("iam:ListAttachedRolePolicies", () =>
      client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName })),
    ),
    call("iam:ListInstanceProfilesForRole", () =>
      client.send(new iam.ListInstanceProfilesForRoleCommand({ RoleName })),
    ),
  ]);
  const some = (text: string | undefined): string[] => (text ? [text] : []);
  return {
    role,
    inline: listed(inline.PolicyNames, "iam:ListRolePolicies"),
    attached: listed(attached.AttachedPolicies, "iam:ListAttachedRolePolicies").flatMap((one) =>
      some(one.PolicyArn),
    ),
    profiles: listed(profiles.InstanceProfiles, "iam:ListInstanceProfilesForRole").flatMap((one) =>
      some(one.InstanceProfileName),
    ),
  };
}

/** Denies a role everything, takes that back, and deletes it in the end. */
export function roleActions(of: Acting): TargetActions {
  const RoleName = of.target.name;

  const inspect = async (): Promise<Inspection> => {
    const session = await of.session();
    const found = await read(session, RoleName);
    if (found === null) return gone(notTracked);
    const { role, inline, attached, profiles } = found;
    const isDenied = attached.includes(denyAll(session));
    const usedAt = isoDate(role.RoleLastUsed?.LastUsedDate);
    const { observedAt } = session.reading(readName);
    return {
      state: isDenied ? "disabled" : "active",
      snapshot: {
        roleName: RoleName,
        denied: isDenied,
        path: role.Path ?? "/",
        trustPolicy: role.AssumeRolePolicyDocument ?? null,
        inlinePolicies: inline,
        attachedPolicies: attached,
        instanceProfiles: profiles,
        maxSessionSeconds: role.MaxSessionDuration ?? null,
      },
      consumers: profiles.map((name) => `EC2 instances with the instance profile ${name}`),
      leftovers: [
        ...inline.map((name) => `The inline policy ${name} is deleted with it`),
        "Policies of resources and other accounts that name the role keep its dead id",
      ],
      lastUsedAt: usedAt === null ? notTracked : known(usedAt, readName, observedAt),
      refusal: await refusalOf(of, role),
    };
  };

  const attach = async (): Promise<string> => {
    if ((await unlessRefused(inspect)).state === "gone") return "The role does not exist any more.";
    const session = await of.session();
    const input = { RoleName, PolicyArn: denyAll(session) };
    await change("iam:AttachRolePolicy", () =>
      session.iam.send(new iam.AttachRolePolicyCommand(input)),
    );
    return `The role ${RoleName} is denied everything, open sessions included.`;
  };

  const detach = async (): Promise<string> => {
    const seen = await unlessRefused(inspect);
    if (seen.state === "gone") {
      throw new ConnectorError("unexpected_response", "The role is gone: nothing to enable.");
    }
    const session = await of.session();
    const input = { RoleName, PolicyArn: denyAll(session) };
    await change("iam:DetachRolePolicy", () =>
      session.iam.send(new iam.DetachRolePolicyCommand(input)),
    );
    return `The role ${RoleName} may again what its own policies allow.`;
  };

  return {
    inspect,
    disable: step(
      "yes",
      [
        {
          call: "iam:AttachRolePolicy AWSDenyAll",
          effect: `Denies ${RoleName} everything at once, open sessions included`,
        },
      ],
      attach,
    ),
    enable: step(
      "yes",
      [{ call: "iam:DetachRolePolicy AWSDenyAll", effect: "Its own policies count again" }],
      detach,
    ),
    delete: step(
      "no",
      [
        { call: "iam:RemoveRoleFromInstanceProfile", effect: "EC2 instances lose it" },
        { call: "iam:DetachRolePolicy, DeleteRolePolicy", effect: "Its policies" },
        { call: "iam:DeleteRole", effect: `The role ${RoleName}; a new one would have another id` },
      ],
      async () => {
        if ((await unlessRefused(inspect)).state === "gone")
          return "The role does not exist any more.";
        await remove(await of.session(), RoleName);
        return `The role ${RoleName} was deleted with its policies.`;
      },
    ),
  };
}

async function refusalOf(of: Acting, role: iam.Role): Promise<string | null> {
  if (role.RoleId !== of.target.externalId) {
    return `Another role is called ${of.target.name} now. Sync the source and ask again.`;
  }
  if (/^\/(aws-service-role|aws-reserved)\//.test(role.Path ?? "/")) {
    return "AWS manages this role: it is taken away where it was set up.";
  }
  return of.ownRefusal([role.RoleId]);
}

async function remove(session: AccountSession, RoleName: string): Promise<void> {
  const found = await read(session, RoleName);
  const client = session.iam;
  for (const InstanceProfileName of found?.profiles ?? []) {
    await change("iam:RemoveRoleFromInstanceProfile", () =>
      client.send(new iam.RemoveRoleFromInstanceProfileCommand({ RoleName, InstanceProfileName })),
    );
  }
  for (const PolicyName of found?.inline ?? []) {
    await change("iam:DeleteRolePolicy", () =>
      client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName })),
    );
  }
  for (const PolicyArn of found?.attached ?? []) {
    await change("iam:DetachRolePolicy", () =>
      client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn })),
    );
  }
  await change("iam:DeleteRole", () => client.send(new iam.DeleteRoleCommand({ RoleName })));
}
