import * as iam from "@aws-sdk/client-iam";
import { call, listed, present } from "../call";
import type { AccountSession } from "../session";
import { change, readOrNull } from "./acting";
import {
  accessKey,
  serviceCredential,
  signingCertificate,
  sshKey,
  type CredentialKind,
  type Held,
} from "./credential-kinds";

/** Everything that AWS wants gone before it deletes a user. */
export interface UserHoldings {
  userId: string;
  hasPassword: boolean;
  keys: Held[];
  serviceCredentials: Held[];
  sshKeys: Held[];
  certificates: Held[];
  devices: string[];
  inline: string[];
  attached: string[];
  groups: string[];
}

/** Null when there is no user of this name. */
export async function readHoldings(
  session: AccountSession,
  UserName: string,
): Promise<UserHoldings | null> {
  const client = session.iam;
  const found = await readOrNull("iam:GetUser", () =>
    client.send(new iam.GetUserCommand({ UserName })),
  );
  if (found === null) return null;
  const [password, keys, serviceCredentials, sshKeys, certificates, lists] = await Promise.all([
    readOrNull("iam:GetLoginProfile", () =>
      client.send(new iam.GetLoginProfileCommand({ UserName })),
    ),
    accessKey.list(session, UserName),
    serviceCredential.list(session, UserName),
    sshKey.list(session, UserName),
    signingCertificate.list(session, UserName),
    readLists(session, UserName),
  ]);
  const userId = present(found.User?.UserId, "iam:GetUser");
  const hasPassword = password !== null;
  return { userId, hasPassword, keys, serviceCredentials, sshKeys, certificates, ...lists };
}

async function readLists(session: AccountSession, UserName: string) {
  const client = session.iam;
  const [devices, inline, attached, groups] = await Promise.all([
    call("iam:ListMFADevices", () => client.send(new iam.ListMFADevicesCommand({ UserName }))),
    call("iam:ListUserPolicies", () => client.send(new iam.ListUserPoliciesCommand({ UserName }))),
    call("iam:ListAttachedUserPolicies", () =>
      client.send(new iam.ListAttachedUserPoliciesCommand({ UserName })),
    ),
    call("iam:ListGroupsForUser", () =>
      client.send(new iam.ListGroupsForUserCommand({ UserName })),
    ),
  ]);
  const some = (text: string | undefined): string[] => (text ? [text] : []);
  return {
    devices: listed(devices.MFADevices, "iam:ListMFADevices").flatMap((one) =>
      some(one.SerialNumber),
    ),
    inline: listed(inline.PolicyNames, "iam:ListUserPolicies"),
    attached: listed(attached.AttachedPolicies, "iam:ListAttachedUserPolicies").flatMap((one) =>
      some(one.PolicyArn),
    ),
    groups: listed(groups.Groups, "iam:ListGroupsForUser").flatMap((one) => some(one.GroupName)),
  };
}

/** In the order that AWS asks for; the user itself comes after. */
export async function removeHoldings(
  session: AccountSession,
  UserName: string,
  all: UserHoldings,
): Promise<void> {
  const client = session.iam;
  if (all.hasPassword) {
    await change("iam:DeleteLoginProfile", () =>
      client.send(new iam.DeleteLoginProfileCommand({ UserName })),
    );
  }
  await removeEach(session, UserName, accessKey, all.keys);
  await removeEach(session, UserName, signingCertificate, all.certificates);
  await removeEach(session, UserName, sshKey, all.sshKeys);
  await removeEach(session, UserName, serviceCredential, all.serviceCredentials);
  for (const SerialNumber of all.devices) {
    await change("iam:DeactivateMFADevice", () =>
      client.send(new iam.DeactivateMFADeviceCommand({ UserName, SerialNumber })),
    );
    if (!SerialNumber.startsWith("arn:")) continue;
    await change("iam:DeleteVirtualMFADevice", () =>
      client.send(new iam.DeleteVirtualMFADeviceCommand({ SerialNumber })),
    );
  }
  for (const PolicyName of all.inline) {
    await change("iam:DeleteUserPolicy", () =>
      client.send(new iam.DeleteUserPolicyCommand({ UserName, PolicyName })),
    );
  }
  for (const GroupName of all.groups) {
    await change("iam:RemoveUserFromGroup", () =>
      client.send(new iam.RemoveUserFromGroupCommand({ UserName, GroupName })),
    );
  }
  for (const PolicyArn of all.attached) {
    await change("iam:DetachUserPolicy", () =>
      client.send(new iam.DetachUserPolicyCommand({ UserName, PolicyArn })),
    );
  }
}

async function removeEach(
  session: AccountSession,
  UserName: string,
  kind: CredentialKind,
  all: readonly Held[],
): Promise<void> {
  for (const { id } of all) {
    await change(kind.remove.call, () => kind.remove.send(session, { UserName, id }));
  }
}
