import { sourceRecord } from "@/lib/domain/inventory/source-record";
import { streamPages } from "../../testing/stream-pages";
import { withConnection } from "../../testing/with-connection";
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
  AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] },
  ...extra,
});
export const details = (users: object[], extra: object = {}) =>
  JSON.stringify({ UserDetailList: users, RoleDetailList: [role("worker")], ...extra });

/** All that files of these texts give, each record checked. */
export async function read(texts: readonly string[], settings: object = {}) {
  const files = texts.map((text, at) => ({ name: `file-${at}`, text }));
  const config = manifest.config.parse({ files, ...settings });
  return await withConnection(connector, config, async (connection) => {
    const pages = Object.values(await streamPages(connection)).flat();
    const records = pages.flatMap((page) => page.records).map((one) => sourceRecord.parse(one));
    const { warnings } = await connection.verify();
    const identities = records.flatMap((one) => (one.type === "identity" ? [one] : []));
    return {
      warnings: warnings.join(" "),
      gaps: pages.flatMap((page) => page.gaps ?? []),
      names: identities.map(({ name }) => name).sort(),
      named: (name: string) => identities.find((one) => one.name === name),
      credentialsOf: (id: string) =>
        records.flatMap((one) =>
          one.type === "credential" && one.identityExternalId === id ? [one] : [],
        ),
    };
  });
}
