import { ListServerCertificatesCommand, type ServerCertificateMetadata } from "@aws-sdk/client-iam";
import { known, unknown } from "@/lib/domain/evidence";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import { clean, creatorUnknown, dateFact, isoDate } from "../../shared/aws-iam/text";
import { call, listed, present } from "../call";
import type { AccountSession } from "../session";
import type { TakeStep } from "../step";

const name = "iam:ListServerCertificates";

/** TLS certificates with their private keys that IAM still stores for load balancers. */
export const serverCertificatesStep: TakeStep = async (session, at) => {
  const answer = await call(name, () =>
    session.iam.send(new ListServerCertificatesCommand({ Marker: at ?? undefined, MaxItems: 300 })),
  );
  const entries = listed(answer.ServerCertificateMetadataList, name);
  return {
    records: entries.flatMap((entry) => recordsOf(entry, session)),
    next: answer.IsTruncated ? present(answer.Marker, name) : null,
  };
};

function recordsOf(entry: ServerCertificateMetadata, session: AccountSession): SourceRecord[] {
  const id = clean(present(entry.ServerCertificateId, name), 128);
  const { observedAt } = session.reading(name);
  const label = clean(entry.ServerCertificateName ?? id, 500);
  const expiresAt = isoDate(entry.Expiration);
  const uploaded = dateFact(entry.UploadDate, name, observedAt);
  const facts = {
    createdAt: uploaded,
    createdBy: creatorUnknown,
    lastUsedAt: unknown("not_offered", "AWS does not tell when a server certificate was served"),
    expiresAt:
      expiresAt === null
        ? unknown("unreadable", `${name} gave no date`)
        : known(expiresAt, name, observedAt),
    // A certificate is replaced by another one, never renewed in place.
    lastRotatedAt: uploaded,
  };
  const isPast = expiresAt !== null && expiresAt < observedAt.toISOString();
  return [
    {
      type: "stored_secret",
      externalId: id,
      kind: "stored_secret",
      detail: "aws.server_certificate",
      name: label,
      status: isPast ? "expired" : "active",
      container: session.accountId,
      tags: {},
      attributes: {
        arn: entry.Arn ? clean(entry.Arn, 1000) : null,
        path: clean(entry.Path ?? "/", 600),
      },
      readableBy: "Load balancers of the account; IAM gives the private key to nobody",
      facts: {
        ...facts,
        privilege: known(
          { level: "none", reasons: ["It proves a host name and carries no rights in AWS."] },
          "IAM documentation",
          observedAt,
        ),
      },
    },
    {
      type: "credential",
      externalId: id,
      identityExternalId: id,
      kind: "certificate",
      name: label,
      status: isPast ? "expired" : "active",
      fingerprint: id,
      scopes: [],
      attributes: {},
      facts,
    },
  ];
}
