import type { UsageRecord } from "@/lib/domain/inventory/source-record";
import type { Page } from "../../contract";
import {
  credentialSignInsCall,
  hasReports,
  isHidden,
  signInsCall,
  type Directory,
} from "../directory";
import { applicationId, certificateId, principalId, secretId } from "../external-ids";
import { latestOf } from "../last-used";
import { refusedPage, slicePage, type Reader } from "../reader";
import type { CredentialActivity, PrincipalActivity } from "../schemas";

const permission = "AuditLog.Read.All";

/** In which way an application signed in last. */
function wayOf(row: PrincipalActivity, at: string): string {
  if (row.applicationAuthenticationClientSignInActivity === at) return "By itself";
  return row.delegatedClientSignInActivity === at ? "For a person" : "Sign-in";
}

async function ofPrincipals(
  directory: Directory,
  rows: ReadonlyMap<string, PrincipalActivity>,
): Promise<UsageRecord[]> {
  const found: UsageRecord[] = [];
  for (const one of (await directory.principals()).values()) {
    const isShown = !isHidden(one) && one.servicePrincipalType !== "ManagedIdentity";
    const row = isShown ? rows.get(one.appId ?? "") : undefined;
    const at = row ? latestOf(row) : null;
    if (!row || at === null) continue;
    found.push({
      type: "usage",
      subjectExternalId: principalId(one.id),
      lastUsedAt: at,
      source: signInsCall.name,
      detail: wayOf(row, at),
    });
  }
  return found;
}

/** The credential that a line of the report is about; it may be gone by now. */
function subjectOf(row: CredentialActivity): string | null {
  const isApplication = row.credentialOrigin === "application";
  const holderId = isApplication ? row.appObjectId : row.servicePrincipalObjectId;
  if (!holderId) return null;
  const holder = isApplication ? applicationId(holderId) : principalId(holderId);
  // Microsoft writes both `clientSecret` and `secret`.
  return row.keyType === "certificate"
    ? certificateId(holder, row.keyId)
    : secretId(holder, row.keyId);
}

const ofCredentials = (rows: ReadonlyMap<string, CredentialActivity>): UsageRecord[] =>
  [...rows.values()].flatMap((row): UsageRecord[] => {
    const subjectExternalId = subjectOf(row);
    if (subjectExternalId === null || row.signInActivity === null) return [];
    return [
      {
        type: "usage",
        subjectExternalId: subjectExternalId.slice(0, 600),
        lastUsedAt: row.signInActivity,
        source: credentialSignInsCall.name,
      },
    ];
  });

/** Sightings of use. The same dates stand with the identities; this says whether they could be read. */
export async function signInActivity(reader: Reader, cursor: string | null): Promise<Page> {
  if (!hasReports(reader.config)) {
    const message = "Microsoft offers reports about sign-ins in its global cloud only.";
    const gaps = [{ reason: "not_enabled" as const, scope: reader.config.tenantId, message }];
    return { records: [], nextCursor: null, complete: false, gaps };
  }
  try {
    const principals = await reader.directory.signIns();
    if (principals.refusal) return refusedPage(principals.refusal, reader, permission);
    const credentials = await reader.directory.credentialSignIns();
    if (credentials.refusal) return refusedPage(credentials.refusal, reader, permission);
    const found = [
      ...(await ofPrincipals(reader.directory, principals.rows)),
      ...ofCredentials(credentials.rows),
    ];
    return slicePage(found, ({ subjectExternalId }) => subjectExternalId, cursor);
  } catch (error) {
    return refusedPage(error, reader, permission);
  }
}
