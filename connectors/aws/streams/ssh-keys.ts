import {
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
  type SigningCertificate,
  type SSHPublicKeyMetadata,
  type User,
} from "@aws-sdk/client-iam";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import type { CredentialRecord } from "@/lib/domain/inventory/source-record";
import { readCertificate } from "../../shared/aws-iam/certificate";
import { clean, creatorUnknown, dateFact } from "../../shared/aws-iam/text";
import { rowOf, type ReportReading } from "../../shared/aws-iam/user-records";
import { isGone } from "../aws-error";
import { call, everyPage, listed, present } from "../call";
import type { AccountSession } from "../session";
import type { TakeStep } from "../step";
import { userPage } from "./access-keys";

const sshName = "iam:ListSSHPublicKeys";
const certificateName = "iam:ListSigningCertificates";
const statuses = { Active: "active", Inactive: "disabled", Expired: "expired" } as const;

/** SSH public keys (for CodeCommit) and X.509 signing certificates of every user. */
export const sshKeysStep: TakeStep = async (session, at) => {
  const report = await session.report();
  const { users, next } = await userPage(session, at, 250);
  const perUser = await session.lanes.map(users, async (user) => {
    const id = present(user.UserId, "iam:ListUsers");
    try {
      const keys = await sshKeysOf(session, user.UserName ?? "");
      const certificates = mayHaveCertificates(user, report)
        ? await certificatesOf(session, user.UserName ?? "")
        : [];
      return [
        ...keys.map((key) => sshKey(key, id, session)),
        ...certificates.map((certificate) => signingCertificate(certificate, id, session)),
      ];
    } catch (error) {
      if (isGone(error)) return [];
      throw error;
    }
  });
  return { records: perUser.flat(), next };
};

/** The report spares the second call for each user that has no certificate in it. */
const mayHaveCertificates = (user: User, report: ReportReading): boolean =>
  rowOf(user, report)?.certificates.length !== 0;

const sshKeysOf = (session: AccountSession, UserName: string): Promise<SSHPublicKeyMetadata[]> =>
  everyPage(sshName, async (Marker) => {
    const answer = await call(sshName, () =>
      session.iam.send(new ListSSHPublicKeysCommand({ UserName, Marker })),
    );
    const items = listed(answer.SSHPublicKeys, sshName);
    return { items, next: answer.IsTruncated ? answer.Marker : undefined };
  });

const certificatesOf = (session: AccountSession, UserName: string): Promise<SigningCertificate[]> =>
  everyPage(certificateName, async (Marker) => {
    const answer = await call(certificateName, () =>
      session.iam.send(new ListSigningCertificatesCommand({ UserName, Marker })),
    );
    const items = listed(answer.Certificates, certificateName);
    return { items, next: answer.IsTruncated ? answer.Marker : undefined };
  });

function record(
  session: AccountSession,
  source: string,
  of: Pick<
    CredentialRecord,
    "externalId" | "identityExternalId" | "kind" | "name" | "fingerprint"
  > & {
    status: string | undefined;
    made: Date | undefined;
    expiresAt: Fact<string | null>;
  },
): CredentialRecord {
  const { observedAt } = session.reading(source);
  const { status, made, expiresAt, ...rest } = of;
  const uploaded = dateFact(made, source, observedAt);
  return {
    type: "credential",
    ...rest,
    status: statuses[status as keyof typeof statuses] ?? "unknown",
    scopes: [],
    attributes: { accountId: session.accountId },
    facts: {
      createdAt: uploaded,
      createdBy: creatorUnknown,
      lastUsedAt: unknown("not_offered", "AWS does not tell when it was used"),
      expiresAt,
      lastRotatedAt: uploaded,
    },
  };
}

function sshKey(
  key: SSHPublicKeyMetadata,
  userId: string,
  session: AccountSession,
): CredentialRecord {
  const id = present(key.SSHPublicKeyId, sshName);
  return record(session, sshName, {
    externalId: id,
    identityExternalId: userId,
    kind: "ssh_key",
    name: `SSH key ${clean(id, 400)}`,
    fingerprint: id,
    status: key.Status,
    made: key.UploadDate,
    expiresAt: known(null, sshName, session.reading(sshName).observedAt),
  });
}

function signingCertificate(
  certificate: SigningCertificate,
  userId: string,
  session: AccountSession,
): CredentialRecord {
  const id = present(certificate.CertificateId, certificateName);
  const read = readCertificate(certificate.CertificateBody ?? "");
  const { observedAt } = session.reading(certificateName);
  return record(session, certificateName, {
    externalId: id,
    identityExternalId: userId,
    kind: "certificate",
    name: clean(read?.subject ?? `Signing certificate ${id}`, 500),
    fingerprint: read?.fingerprint ?? id,
    status: certificate.Status,
    made: certificate.UploadDate,
    expiresAt: read
      ? known(read.notAfter, certificateName, observedAt)
      : unknown("unreadable", "The certificate could not be parsed"),
  });
}
