import { known, unknown, type Fact, type Unknown } from "@/lib/domain/evidence";
import type { ConnectorError, Page, SourceRecord } from "../contract";
import type { ListCall } from "./client";
import { credentialSignInsCall, hasReports, signInsCall } from "./directory";
import { GraphError } from "./graph-error";
import { listPage, type Reader } from "./reader";
import type { PrincipalActivity } from "./schemas";

type LastUse = Fact<string | null>;

const otherCloud: Unknown = unknown("not_offered", "Only the global cloud tells of sign-ins");
const unseen = (of: string): Unknown =>
  unknown("not_tracked_yet", `Entra's report holds no sign-in of this ${of}`);

function refused(error: ConnectorError): Unknown {
  const isPlan = error instanceof GraphError && /Premium|License/i.test(error.graphCode);
  return isPlan
    ? unknown("not_offered", "Sign-in reports need Microsoft Entra ID P1 or P2")
    : unknown("permission_missing", `Needs AuditLog.Read.All. ${error.message}`.slice(0, 500));
}

/** The latest of what the report tells of one application's sign-ins as a client. */
export const latestOf = (row: PrincipalActivity): string | null =>
  [
    row.lastSignInActivity,
    row.delegatedClientSignInActivity,
    row.applicationAuthenticationClientSignInActivity,
  ].reduce((one, other) => ((other ?? "") > (one ?? "") ? other : one), null);

/** When an application was last used as a client; Entra reports it by client id. */
export async function principalLastUsed(
  reader: Reader,
): Promise<(appId: string | null | undefined) => LastUse> {
  if (!hasReports(reader.config)) return () => otherCloud;
  const { rows, refusal } = await reader.directory.signIns();
  if (refusal) return () => refused(refusal);
  return (appId) => {
    const row = rows.get(appId ?? "");
    const at = row ? latestOf(row) : null;
    return at === null ? unseen("application") : known(at, signInsCall.name, reader.now());
  };
}

/** When one secret or certificate was last used. */
async function credentialLastUsed(reader: Reader): Promise<(keyId: string) => LastUse> {
  if (!hasReports(reader.config)) return () => otherCloud;
  const { rows, refusal } = await reader.directory.credentialSignIns();
  if (refusal) return () => refused(refusal);
  return (keyId) => {
    const at = rows.get(keyId)?.signInActivity ?? null;
    return at === null ? unseen("credential") : known(at, credentialSignInsCall.name, reader.now());
  };
}

/** What Entra's reports tell of the applications and of the credentials of a page. */
export interface LastUsed {
  ofApp: Awaited<ReturnType<typeof principalLastUsed>>;
  ofKey: Awaited<ReturnType<typeof credentialLastUsed>>;
}

/** One page of a list whose rows are mapped with what is known of their sign-ins. */
export function pageWithUse<T>(
  reader: Reader,
  call: ListCall<T>,
  cursor: string | null,
  map: (row: T, lastUsed: LastUsed) => Promise<SourceRecord[]>,
): Promise<Page> {
  return listPage(reader, call, cursor, async (rows) => {
    const lastUsed = {
      ofApp: await principalLastUsed(reader),
      ofKey: await credentialLastUsed(reader),
    };
    const mapped: SourceRecord[] = [];
    for (const row of rows) mapped.push(...(await map(row, lastUsed)));
    return mapped;
  });
}
