import { z } from "zod";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import type { Gap } from "../../contract";
import { isDenied, isGone } from "../aws-error";
import { everyPage } from "../call";
import type { AccountSession } from "../session";
import { signedJson } from "../signed-json";
import { gapOf, type TakeStep } from "../step";
import {
  anchorRecord,
  profileRecords,
  subjectRecords,
  type Anchor,
  type Subject,
} from "./roles-anywhere-records";
import { pathPart } from "../../shared/path-part";

const text = z.string().max(20_000);
const date = text.optional();
const anchor = z.looseObject({
  trustAnchorId: text,
  trustAnchorArn: text,
  name: text.optional(),
  enabled: z.boolean().optional(),
  createdAt: date,
  updatedAt: date,
  source: z
    .looseObject({
      sourceType: text.optional(),
      sourceData: z
        .looseObject({ acmPcaArn: text.optional(), x509CertificateData: z.string().optional() })
        .optional(),
    })
    .optional(),
});
const profile = z.looseObject({
  profileArn: text,
  name: text.optional(),
  enabled: z.boolean().optional(),
  roleArns: z.array(text).optional(),
  requireInstanceProperties: z.boolean().optional(),
});
const crl = z.looseObject({ trustAnchorArn: text.optional(), enabled: z.boolean().optional() });
const subject = z.looseObject({
  subjectId: text,
  subjectArn: text,
  x509Subject: text.optional(),
  enabled: z.boolean().optional(),
  createdAt: date,
  lastSeenAt: date,
});
const certificate = z.looseObject({
  serialNumber: text.optional(),
  issuer: text.optional(),
  enabled: z.boolean().optional(),
  failed: z.boolean().optional(),
  seenAt: date,
  x509CertificateData: z.string().optional(),
});
const wholeSubject = z.looseObject({
  subject: subject.extend({ credentials: z.array(certificate).optional() }),
});

export type Certificate = z.infer<typeof certificate>;

const lists = {
  trustAnchors: { path: "/trustanchors", operation: "ListTrustAnchors", item: anchor },
  profiles: { path: "/profiles", operation: "ListProfiles", item: profile },
  crls: { path: "/crls", operation: "ListCrls", item: crl },
  subjects: { path: "/subjects", operation: "ListSubjects", item: subject },
} as const;
const pageSize = "100";

async function page<Name extends keyof typeof lists>(
  session: AccountSession,
  region: string,
  name: Name,
  token: string | undefined,
): Promise<{ items: z.infer<(typeof lists)[Name]["item"]>[]; next: string | undefined }> {
  const { path, operation, item } = lists[name];
  const schema = z.looseObject({ [name]: z.array(item), nextToken: text.nullish() });
  const query = { pageSize, ...(token ? { nextToken: token } : {}) };
  const of = { service: "rolesanywhere", region, operation, path, query, schema };
  const answer = await signedJson(session, of);
  const items = answer[name] as z.infer<(typeof lists)[Name]["item"]>[];
  const next = answer["nextToken"];
  return { items, next: typeof next === "string" && next !== "" ? next : undefined };
}

const all = <Name extends keyof typeof lists>(
  session: AccountSession,
  region: string,
  name: Name,
): Promise<z.infer<(typeof lists)[Name]["item"]>[]> =>
  everyPage(`rolesanywhere:${lists[name].operation}`, (token) =>
    page(session, region, name, token),
  );

/** Workloads outside AWS that become roles with an X.509 certificate, and what lets them. */
export const rolesAnywhereStep: TakeStep = async (session, at, region) => {
  if (at === null) return trustStep(session, region);
  const { items, next } = await page(session, region, "subjects", at.slice(1) || undefined);
  const gaps: Gap[] = [];
  const records = await session.lanes.map(items, async (found) =>
    subjectRecords(found, await certificatesOf(session, region, found, gaps), session),
  );
  return { records: records.flat(), next: next === undefined ? null : `s${next}`, gaps };
};

/** Anchors with whether certificates of them can be revoked, and profiles with their roles. */
async function trustStep(session: AccountSession, region: string) {
  const gaps: Gap[] = [];
  const covered = async <T>(
    read: () => Promise<T[]>,
    within?: Gap["within"],
  ): Promise<T[] | null> => {
    try {
      return await read();
    } catch (error) {
      if (!isDenied(error)) throw error;
      gaps.push(gapOf(error, `account ${session.accountId}, ${region}: Roles Anywhere`, within));
      return null;
    }
  };
  const anchors: Anchor[] = (await covered(() => all(session, region, "trustAnchors"))) ?? [];
  const crls =
    anchors.length > 0
      ? await covered(() => all(session, region, "crls"), { part: session.accountId, only: [] })
      : [];
  const profiles = (await covered(() => all(session, region, "profiles"))) ?? [];
  const records: SourceRecord[] = anchors.map((one) => {
    const revocable = crls?.some(
      (list) => list.enabled === true && list.trustAnchorArn === one.trustAnchorArn,
    );
    return anchorRecord(one, crls === null ? null : revocable === true, session);
  });
  if (profiles.length > 0) {
    const { idByArn } = await session.index();
    records.push(...profiles.flatMap((one) => profileRecords(one, idByArn)));
  }
  return { records, next: "s", gaps };
}

async function certificatesOf(
  session: AccountSession,
  region: string,
  { subjectId }: Subject,
  gaps: Gap[],
): Promise<Certificate[] | null> {
  try {
    const { subject: whole } = await signedJson(session, {
      service: "rolesanywhere",
      region,
      operation: "GetSubject",
      path: `/subject/${pathPart(subjectId)}`,
      query: {},
      schema: wholeSubject,
    });
    return whole.credentials ?? [];
  } catch (error) {
    if (isGone(error)) return [];
    if (!isDenied(error)) throw error;
    const within = { part: session.accountId, only: ["credential" as const] };
    const scope = `account ${session.accountId}, ${region}: certificates of subjects`;
    if (gaps.length === 0) gaps.push(gapOf(error, scope, within));
    return null;
  }
}
