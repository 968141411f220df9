import { known, unknown, type Fact } from "@/lib/domain/evidence";
import type {
  CredentialRecord,
  IdentityRecord,
  SourceRecord,
  TrustRecord,
} from "@/lib/domain/inventory/source-record";
import { readCertificate } from "../../shared/aws-iam/certificate";
import { boundedId, clean, creatorUnknown, dateFact, isoDate } from "../../shared/aws-iam/text";
import type { AccountSession } from "../session";

export interface Anchor {
  trustAnchorArn: string;
  name?: string | undefined;
  enabled?: boolean | undefined;
  createdAt?: string | undefined;
  source?:
    | {
        sourceType?: string | undefined;
        sourceData?:
          | { acmPcaArn?: string | undefined; x509CertificateData?: string | undefined }
          | undefined;
      }
    | undefined;
}

interface Profile {
  profileArn: string;
  name?: string | undefined;
  enabled?: boolean | undefined;
  roleArns?: string[] | undefined;
}

export interface Subject {
  subjectId: string;
  subjectArn: string;
  x509Subject?: string | undefined;
  enabled?: boolean | undefined;
  createdAt?: string | undefined;
  lastSeenAt?: string | undefined;
}

interface Certificate {
  serialNumber?: string | undefined;
  issuer?: string | undefined;
  enabled?: boolean | undefined;
  seenAt?: string | undefined;
  x509CertificateData?: string | undefined;
}

const anchorsName = "rolesanywhere:ListTrustAnchors";
const subjectsName = "rolesanywhere:ListSubjects";
const subjectName = "rolesanywhere:GetSubject";

/** A certificate authority that the account believes: whoever it signs for can come in. */
export function anchorRecord(
  anchor: Anchor,
  isRevocable: boolean | null,
  session: AccountSession,
): IdentityRecord {
  const { observedAt } = session.reading(anchorsName);
  const { sourceType, sourceData } = anchor.source ?? {};
  const bundle = sourceData?.x509CertificateData;
  const authority = bundle === undefined ? null : readCertificate(bundle);
  return {
    type: "identity",
    externalId: clean(anchor.trustAnchorArn, 600),
    kind: "federation_provider",
    detail: "aws.rolesanywhere_trust_anchor",
    name: clean(anchor.name ?? anchor.trustAnchorArn, 500),
    status: anchor.enabled === false ? "disabled" : "active",
    container: session.accountId,
    tags: {},
    attributes: {
      arn: clean(anchor.trustAnchorArn, 1000),
      source: sourceType ? clean(sourceType, 60) : null,
      privateCa: sourceData?.acmPcaArn ? clean(sourceData.acmPcaArn, 500) : null,
      authority: authority ? clean(authority.subject, 500) : null,
      revocationList: isRevocable,
    },
    facts: {
      createdAt: dateFact(anchor.createdAt, anchorsName, observedAt),
      createdBy: creatorUnknown,
      lastUsedAt: unknown("not_offered", "AWS tells the last use of each certificate's subject"),
      expiresAt: authorityEnd(bundle, authority, observedAt),
      lastRotatedAt: unknown("not_offered", "AWS does not tell when the authority was replaced"),
      privilege: unknown("not_offered", "The roles that trust it decide what it opens"),
      interactive: known(false, anchorsName, observedAt),
    },
  };
}

function authorityEnd(
  bundle: string | undefined,
  authority: { notAfter: string } | null,
  observedAt: Date,
): Fact<string | null> {
  if (authority) return known(authority.notAfter, anchorsName, observedAt);
  return bundle === undefined
    ? unknown("not_offered", "AWS Private CA holds the authority's certificate")
    : unknown("unreadable", "The authority's certificate could not be parsed");
}

/** Each role of an enabled profile can be had with a certificate. */
export function profileRecords(
  profile: Profile,
  idByArn: ReadonlyMap<string, string>,
): TrustRecord[] {
  if (profile.enabled === false) return [];
  const name = clean(profile.name ?? profile.profileArn, 200);
  return (profile.roleArns ?? []).slice(0, 250).flatMap((arn): TrustRecord[] => {
    const identityExternalId = idByArn.get(arn);
    if (identityExternalId === undefined) return [];
    return [
      {
        type: "trust",
        externalId: boundedId(`${identityExternalId}/rolesanywhere/${profile.profileArn}`),
        identityExternalId,
        principalKind: "service",
        principal: clean(profile.profileArn, 1000),
        verdict: "unknown",
        because: `The Roles Anywhere profile ${name} gives this role for a certificate; which certificates, the role's own trust policy decides.`,
      },
    ];
  });
}

/** A workload that came with a certificate; `certificates` is null where they may not be read. */
export function subjectRecords(
  subject: Subject,
  certificates: readonly Certificate[] | null,
  session: AccountSession,
): SourceRecord[] {
  const { observedAt } = session.reading(subjectsName);
  const externalId = clean(subject.subjectArn, 600);
  const status = subject.enabled === false ? ("disabled" as const) : ("active" as const);
  const identity: IdentityRecord = {
    type: "identity",
    externalId,
    kind: "service_account",
    detail: "aws.rolesanywhere_subject",
    custody: "app_registration",
    name: clean(subject.x509Subject ?? subject.subjectId, 500),
    status,
    container: session.accountId,
    tags: {},
    attributes: {
      arn: clean(subject.subjectArn, 1000),
      x509Subject: subject.x509Subject ? clean(subject.x509Subject, 1000) : null,
    },
    facts: {
      createdAt: dateFact(subject.createdAt, subjectsName, observedAt),
      createdBy: creatorUnknown,
      lastUsedAt: known(isoDate(subject.lastSeenAt), subjectsName, observedAt),
      expiresAt: known(null, subjectsName, observedAt),
      lastRotatedAt: unknown("not_offered", "Its certificates rotate, not the subject"),
      privilege: unknown("not_offered", "AWS does not tell which roles a subject took"),
      interactive: known(false, subjectsName, observedAt),
    },
  };
  const found = (certificates ?? []).slice(0, 50);
  return [identity, ...found.map((one, at) => certificateRecord(externalId, one, at, observedAt))];
}

function certificateRecord(
  identityExternalId: string,
  certificate: Certificate,
  at: number,
  observedAt: Date,
): CredentialRecord {
  const read = readCertificate(certificate.x509CertificateData ?? "");
  const serial = clean(certificate.serialNumber ?? read?.fingerprint ?? String(at), 200);
  const isPast = read !== null && read.notAfter < observedAt.toISOString();
  const unreadable = unknown("unreadable", "The certificate could not be parsed");
  return {
    type: "credential",
    externalId: boundedId(`${identityExternalId}/certificate/${serial}`),
    identityExternalId,
    kind: "certificate",
    name: clean(read?.subject ?? `Certificate ${serial}`, 500),
    status: isPast ? "expired" : certificate.enabled === false ? "disabled" : "active",
    fingerprint: clean(read?.fingerprint ?? serial, 300),
    scopes: [],
    attributes: { issuer: certificate.issuer ? clean(certificate.issuer, 500) : null },
    facts: {
      createdAt: read ? known(read.notBefore, subjectName, observedAt) : unreadable,
      createdBy: creatorUnknown,
      lastUsedAt: known(isoDate(certificate.seenAt), subjectName, observedAt),
      expiresAt: read ? known(read.notAfter, subjectName, observedAt) : unreadable,
      lastRotatedAt: read ? known(read.notBefore, subjectName, observedAt) : unreadable,
    },
  };
}
