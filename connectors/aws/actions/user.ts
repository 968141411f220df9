import * as iam from "@aws-sdk/client-iam";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import { ConnectorError, type Inspection, type TargetActions } from "../../contract";
import type { AccountSession } from "../session";
import { gone, step } from "../../shared/target-steps";
import { change, denyAll, text, unlessRefused, type Acting } from "./acting";
import { accessKey, serviceCredential, type CredentialKind, type Held } from "./credential-kinds";
import { readHoldings, removeHoldings, type UserHoldings } from "./user-holdings";

const active = (all: readonly Held[]): Held[] => all.filter((one) => one.status === "Active");
const noUse = unknown("not_offered", "The user has no access key that tells its use");

/** Denies a user everything and switches its keys off, gives both back, and deletes it in the end. */
export function userActions(of: Acting): TargetActions {
  const UserName = of.target.name;

  const inspect = async (): Promise<Inspection> => {
    const session = await of.session();
    const all = await readHoldings(session, UserName);
    if (all === null) return gone(noUse);
    const isDenied = all.attached.includes(denyAll(session));
    const usable = [...active(all.keys), ...active(all.serviceCredentials)];
    return {
      state: isDenied && usable.length === 0 ? "disabled" : "active",
      snapshot: snapshotOf(UserName, all, isDenied),
      consumers: active(all.keys).map((one) => `Active access key ${one.id}`),
      leftovers: leftoversOf(all),
      lastUsedAt: await lastUse(session, all.keys),
      refusal:
        all.userId === of.target.externalId
          ? await of.ownRefusal([all.userId, ...all.keys.map((one) => one.id)])
          : `Another user is called ${UserName} now. Sync the source and ask again.`,
    };
  };

  const switchTo = async (
    kind: CredentialKind,
    ids: readonly string[],
    status: "Active" | "Inactive",
  ): Promise<void> => {
    const session = await of.session();
    for (const id of ids) {
      await change(kind.update.call, () => kind.update.send(session, { UserName, id }, status));
    }
  };

  const disable = async (): Promise<string> => {
    if ((await unlessRefused(inspect)).state === "gone") return "The user does not exist any more.";
    const session = await of.session();
    await change("iam:AttachUserPolicy", () =>
      session.iam.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: denyAll(session) })),
    );
    const keys = active(await accessKey.list(session, UserName));
    const credentials = active(await serviceCredential.list(session, UserName));
    await switchTo(accessKey, keys.map(idOf), "Inactive");
    await switchTo(serviceCredential, credentials.map(idOf), "Inactive");
    return `The user ${UserName} is denied everything; ${keys.length + credentials.length} credentials were switched off.`;
  };

  const enable = async (snapshot: Inspection["snapshot"]): Promise<string> => {
    const seen = await unlessRefused(inspect);
    if (seen.state === "gone") {
      throw new ConnectorError("unexpected_response", "The user is gone: nothing to enable.");
    }
    const session = await of.session();
    await switchTo(accessKey, activeIds(snapshot["keys"]), "Active");
    await switchTo(serviceCredential, activeIds(snapshot["serviceCredentials"]), "Active");
    if (snapshot["denied"] !== true) {
      await change("iam:DetachUserPolicy", () =>
        session.iam.send(
          new iam.DetachUserPolicyCommand({ UserName, PolicyArn: denyAll(session) }),
        ),
      );
    }
    return `The user ${UserName} may again what it could, with the credentials that were active.`;
  };

  const remove = async (): Promise<string> => {
    if ((await unlessRefused(inspect)).state === "gone") return "The user does not exist any more.";
    const session = await of.session();
    const all = await readHoldings(session, UserName);
    if (all) await removeHoldings(session, UserName, all);
    await change("iam:DeleteUser", () => session.iam.send(new iam.DeleteUserCommand({ UserName })));
    return `The user ${UserName} was deleted with everything that belonged to it.`;
  };

  return {
    inspect,
    disable: step(
      "from_snapshot",
      [
        {
          call: "iam:AttachUserPolicy AWSDenyAll",
          effect: `Denies ${UserName} everything at once, open sessions included`,
        },
        { call: "iam:UpdateAccessKey Status=Inactive", effect: "Switches its access keys off" },
        {
          call: "iam:UpdateServiceSpecificCredential Status=Inactive",
          effect: "Switches its service-specific credentials off",
        },
      ],
      disable,
    ),
    enable: step(
      "from_snapshot",
      [
        { call: "iam:UpdateAccessKey Status=Active", effect: "Only keys that were active before" },
        {
          call: "iam:UpdateServiceSpecificCredential Status=Active",
          effect: "Only credentials that were active before",
        },
        { call: "iam:DetachUserPolicy AWSDenyAll", effect: "Its own policies count again" },
      ],
      enable,
    ),
    delete: step("no", deletion(UserName), remove),
  };
}

const idOf = (one: Held): string => one.id;

function activeIds(stored: unknown): string[] {
  const entries = Array.isArray(stored) ? (stored as { id?: unknown; status?: unknown }[]) : [];
  return entries.flatMap((one) => (one.status === "Active" ? [text(one.id) ?? ""] : []));
}

const stored = (all: readonly Held[]) => all.map(({ id, status }) => ({ id, status }));

const snapshotOf = (
  userName: string,
  all: UserHoldings,
  denied: boolean,
): Inspection["snapshot"] => ({
  userName,
  denied,
  password: all.hasPassword,
  keys: stored(all.keys),
  serviceCredentials: stored(all.serviceCredentials),
  sshKeys: stored(all.sshKeys),
  certificates: stored(all.certificates),
  mfaDevices: all.devices,
  inlinePolicies: all.inline,
  attachedPolicies: all.attached,
  groups: all.groups,
});

function leftoversOf(all: UserHoldings): string[] {
  const lost = [
    ...all.inline.map((name) => `The inline policy ${name} is deleted with it`),
    ...all.groups.map((name) => `Its membership of the group ${name} ends`),
    ...(all.hasPassword ? ["Its console password is deleted with it"] : []),
  ];
  return [...lost, "Resource policies that name the user keep its dead id"];
}

async function lastUse(
  session: AccountSession,
  keys: readonly Held[],
): Promise<Fact<string | null>> {
  const facts = await Promise.all(keys.map((one) => accessKey.lastUsed(session, one.id)));
  const uses = facts.flatMap((fact) => (fact.state === "known" ? [fact] : []));
  const [latest] = uses.toSorted((a, b) => (b.value ?? "").localeCompare(a.value ?? ""));
  return latest ? known(latest.value, latest.source, new Date(latest.observedAt)) : noUse;
}

const deletion = (userName: string) => [
  { call: "iam:DeleteLoginProfile", effect: "Its console password" },
  {
    call: "iam:DeleteAccessKey, DeleteSigningCertificate, DeleteSSHPublicKey, DeleteServiceSpecificCredential",
    effect: "Every credential of it",
  },
  { call: "iam:DeactivateMFADevice, DeleteVirtualMFADevice", effect: "Its MFA devices" },
  {
    call: "iam:DeleteUserPolicy, RemoveUserFromGroup, DetachUserPolicy",
    effect: "Its policies and memberships",
  },
  { call: "iam:DeleteUser", effect: `The user ${userName}; a new one would have another id` },
];
