import * as iam from "@aws-sdk/client-iam";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import { isoDate } from "../../shared/aws-iam/text";
import { call, everyPage, listed, present } from "../call";
import type { AccountSession } from "../session";

type Status = "Active" | "Inactive";

/** A credential of a user that AWS can switch off and on by its status. */
export interface Held {
  id: string;
  status: string;
  made: string | null;
  /** The service that it signs in to, where it is limited to one. */
  service?: string | undefined;
}

/** How one kind of credential of a user is listed, switched and deleted. */
export interface CredentialKind {
  noun: string;
  list(session: AccountSession, UserName: string): Promise<Held[]>;
  update: { call: string; send(session: AccountSession, of: Of, Status: Status): Promise<unknown> };
  remove: { call: string; send(session: AccountSession, of: Of): Promise<unknown> };
  lastUsed(session: AccountSession, id: string): Promise<Fact<string | null>>;
  /** How a second one is made beside it. */
  another?: {
    call: string;
    /** AWS holds no more of them for a user (and service). */
    most: number;
    make(
      session: AccountSession,
      UserName: string,
      like: Held,
    ): Promise<{ id: string; secret: Record<string, string> }>;
  };
}

interface Of {
  UserName: string;
  id: string;
}

const held = (id: string | undefined, status: string | undefined, made: Date | undefined): Held[] =>
  id ? [{ id, status: status ?? "unknown", made: isoDate(made) }] : [];

const notTold = async (): Promise<Fact<string | null>> =>
  unknown("not_offered", "AWS does not tell when it was used");

const usedName = "iam:GetAccessKeyLastUsed";

export const accessKey: CredentialKind = {
  noun: "access key",
  list: (session, UserName) =>
    everyPage("iam:ListAccessKeys", async (Marker) => {
      const answer = await call("iam:ListAccessKeys", () =>
        session.iam.send(new iam.ListAccessKeysCommand({ UserName, Marker })),
      );
      const items = listed(answer.AccessKeyMetadata, "iam:ListAccessKeys").flatMap((one) =>
        held(one.AccessKeyId, one.Status, one.CreateDate),
      );
      return { items, next: answer.IsTruncated ? answer.Marker : undefined };
    }),
  update: {
    call: "iam:UpdateAccessKey",
    send: ({ iam: client }, { UserName, id }, Status) =>
      client.send(new iam.UpdateAccessKeyCommand({ UserName, AccessKeyId: id, Status })),
  },
  remove: {
    call: "iam:DeleteAccessKey",
    send: ({ iam: client }, { UserName, id }) =>
      client.send(new iam.DeleteAccessKeyCommand({ UserName, AccessKeyId: id })),
  },
  lastUsed: async (session, AccessKeyId) => {
    const answer = await call(usedName, () =>
      session.iam.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId })),
    );
    const { observedAt } = session.reading(usedName);
    return known(isoDate(answer.AccessKeyLastUsed?.LastUsedDate), usedName, observedAt);
  },
  another: {
    call: "iam:CreateAccessKey",
    most: 2,
    make: async (session, UserName) => {
      const name = "iam:CreateAccessKey";
      const { AccessKey } = await session.iam.send(new iam.CreateAccessKeyCommand({ UserName }));
      const id = present(AccessKey?.AccessKeyId, name);
      const secret = present(AccessKey?.SecretAccessKey, name);
      return { id, secret: { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } };
    },
  },
};

export const serviceCredential: CredentialKind = {
  noun: "service-specific credential",
  list: async (session, UserName) => {
    const name = "iam:ListServiceSpecificCredentials";
    const answer = await call(name, () =>
      session.iam.send(new iam.ListServiceSpecificCredentialsCommand({ UserName })),
    );
    return listed(answer.ServiceSpecificCredentials, name).flatMap((one) =>
      held(one.ServiceSpecificCredentialId, one.Status, one.CreateDate).map((each) => ({
        ...each,
        service: one.ServiceName,
      })),
    );
  },
  update: {
    call: "iam:UpdateServiceSpecificCredential",
    send: ({ iam: client }, { UserName, id }, Status) => {
      const input = { UserName, ServiceSpecificCredentialId: id, Status };
      return client.send(new iam.UpdateServiceSpecificCredentialCommand(input));
    },
  },
  remove: {
    call: "iam:DeleteServiceSpecificCredential",
    send: ({ iam: client }, { UserName, id }) => {
      const input = { UserName, ServiceSpecificCredentialId: id };
      return client.send(new iam.DeleteServiceSpecificCredentialCommand(input));
    },
  },
  lastUsed: notTold,
  another: {
    call: "iam:CreateServiceSpecificCredential",
    most: 2,
    make: async (session, UserName, { service }) => {
      const name = "iam:CreateServiceSpecificCredential";
      const input = { UserName, ServiceName: present(service, name) };
      const { ServiceSpecificCredential: made } = await session.iam.send(
        new iam.CreateServiceSpecificCredentialCommand(input),
      );
      const user = made?.ServiceUserName ?? made?.ServiceCredentialAlias ?? "";
      const password = present(made?.ServicePassword ?? made?.ServiceCredentialSecret, name);
      return {
        id: present(made?.ServiceSpecificCredentialId, name),
        secret: { SERVICE_USER_NAME: user, SERVICE_PASSWORD: password },
      };
    },
  },
};

export const sshKey: CredentialKind = {
  noun: "SSH key",
  list: async (session, UserName) => {
    const name = "iam:ListSSHPublicKeys";
    const answer = await call(name, () =>
      session.iam.send(new iam.ListSSHPublicKeysCommand({ UserName })),
    );
    return listed(answer.SSHPublicKeys, name).flatMap((one) =>
      held(one.SSHPublicKeyId, one.Status, one.UploadDate),
    );
  },
  update: {
    call: "iam:UpdateSSHPublicKey",
    send: ({ iam: client }, { UserName, id }, Status) =>
      client.send(new iam.UpdateSSHPublicKeyCommand({ UserName, SSHPublicKeyId: id, Status })),
  },
  remove: {
    call: "iam:DeleteSSHPublicKey",
    send: ({ iam: client }, { UserName, id }) =>
      client.send(new iam.DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId: id })),
  },
  lastUsed: notTold,
};

export const signingCertificate: CredentialKind = {
  noun: "signing certificate",
  list: async (session, UserName) => {
    const name = "iam:ListSigningCertificates";
    const answer = await call(name, () =>
      session.iam.send(new iam.ListSigningCertificatesCommand({ UserName })),
    );
    return listed(answer.Certificates, name).flatMap((one) =>
      held(one.CertificateId, one.Status, one.UploadDate),
    );
  },
  update: {
    call: "iam:UpdateSigningCertificate",
    send: ({ iam: client }, { UserName, id }, Status) =>
      client.send(new iam.UpdateSigningCertificateCommand({ UserName, CertificateId: id, Status })),
  },
  remove: {
    call: "iam:DeleteSigningCertificate",
    send: ({ iam: client }, { UserName, id }) =>
      client.send(new iam.DeleteSigningCertificateCommand({ UserName, CertificateId: id })),
  },
  lastUsed: notTold,
};
