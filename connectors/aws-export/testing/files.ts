import { sourceRecord, type SourceRecord } from "@/lib/domain/inventory/source-record";
import { testConnectorIo } from "@/lib/testing/connector-io";
import type { ConnectorIo } from "../../contract";
import { connector } from "../index";
import { manifest } from "../manifest";

export const account = "111122223333";
export const other = "444455556666";

export const user = (name: string, extra: object = {}) => ({
  UserName: name,
  UserId: `AIDA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${account}:user/${name}`,
  CreateDate: "2024-01-01T00:00:00Z",
  ...extra,
});
export const role = (name: string, extra: object = {}) => ({
  RoleName: name,
  RoleId: `AROA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${account}:role/${name}`,
  CreateDate: "2024-01-01T00:00:00Z",
  AssumeRolePolicyDocument: {},
  ...extra,
});
export const details = (users: object[], extra: object = {}) =>
  JSON.stringify({ UserDetailList: users, RoleDetailList: [role("worker")], ...extra });

/** All that files of these texts give, each record checked. */
export async function read(texts: readonly string[], settings: object = {}) {
  const io = testConnectorIo();
  try {
    return await readWith(io, texts, settings);
  } finally {
    await io.close();
  }
}

async function readWith(io: ConnectorIo, texts: readonly string[], settings: object) {
  const files = texts.map((text, at) => ({ name: `file-${at}`, text }));
  const connection = await connector.connect(manifest.config.parse({ files, ...settings }), io);
  const records: SourceRecord[] = [];
  for (const stream of connection.streams) {
    let cursor: string | null = null;
    do {
      const page = await stream.list(cursor);
      for (const record of page.records) records.push(sourceRecord.parse(record));
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  const { warnings } = await connection.verify();
  const identities = records.flatMap((one) => (one.type === "identity" ? [one] : []));
  return {
    warnings: warnings.join(" "),
    names: identities.map(({ name }) => name).sort(),
    named: (name: string) => identities.find((one) => one.name === name),
    credentialsOf: (id: string) =>
      records.flatMap((one) =>
        one.type === "credential" && one.identityExternalId === id ? [one] : [],
      ),
  };
}
