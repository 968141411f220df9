import { describe, expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { streamPages } from "../testing/stream-pages";
import { withConnection } from "../testing/with-connection";
import { connector } from "./index";
import { manifest } from "./manifest";

const account = "111122223333";
const other = "444455556666";
const october = "2026-10-01T08:00:00.000Z";
const november = "2026-11-01T08:00:00.000Z";

const user = (name: string, accountId = account) => ({
  UserName: name,
  UserId: `AIDA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${accountId}:user/${name}`,
  CreateDate: "2024-01-01T00:00:00Z",
});
const role = (name: string, accountId = account) => ({
  RoleName: name,
  RoleId: `AROA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${accountId}:role/${name}`,
  CreateDate: "2024-01-01T00:00:00Z",
  AssumeRolePolicyDocument: {},
});
const details = (users: object[], roles: object[] = [role("worker")], extra: object = {}) =>
  JSON.stringify({ UserDetailList: users, RoleDetailList: roles, Policies: [], ...extra });
const report = (names: string[], accountId = account) =>
  [
    "user,arn,user_creation_time,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date",
    ...names.map(
      (name) =>
        `${name},arn:aws:iam::${accountId}:user/${name},2024-01-01T00:00:00+00:00,true,2024-02-01T00:00:00+00:00,2026-09-01T00:00:00+00:00`,
    ),
  ].join("\n");
const file = (name: string, at: string, text: string) => ({ name, at, text });

async function read(...files: object[]) {
  const config = manifest.config.parse({ files });
  const { streams, warnings } = await withConnection(connector, config, async (connection) => ({
    streams: Object.entries(await streamPages(connection)),
    warnings: (await connection.verify()).warnings,
  }));
  const records = streams.flatMap(([, pages]) => pages.flatMap((page) => page.records));
  const whole = Object.fromEntries(
    streams.map(([name, pages]) => [name, pages.every(({ complete }) => complete)]),
  );
  const identities = records.flatMap((one) => (one.type === "identity" ? [one] : []));
  const names = identities.map(({ name }) => name).sort();
  const datesOf = (name: string) => {
    const facts = identities.find((one) => one.name === name)?.facts;
    return Object.values(facts ?? {}).flatMap((fact) =>
      fact?.state === "known" ? [fact.observedAt] : [],
    );
  };
  return { records, names, whole, warnings, datesOf };
}

describe("files of different times", () => {
  const old = file("details-10.json", october, details([user("anna"), user("bert")]));

  test("a user whom the newer export leaves out is not listed, in whatever order the files are", async () => {
    const newer = file("details-11.json", november, details([user("anna")]));
    for (const files of [
      [old, newer],
      [newer, old],
    ]) {
      const { names, whole, warnings } = await read(...files);
      expect(names).toEqual(["anna", "worker"]);
      expect(whole["users"]).toBe(true);
      expect(warnings).toContain(
        "The file details-10.json is not read any more: newer files replace it.",
      );
    }
  });

  test("another account's export leaves this account as it is", async () => {
    const elsewhere = file(
      "other.json",
      november,
      details([user("otto", other)], [role("their-worker", other)]),
    );
    const { names, warnings } = await read(old, elsewhere);
    expect(names).toEqual(["anna", "bert", "otto", "their-worker", "worker"]);
    expect(warnings.join()).not.toContain("not read any more");
  });

  test("an export of roles alone says nothing about users", async () => {
    const roles = file("roles.json", november, details([], [role("worker"), role("builder")]));
    expect((await read(old, roles)).names).toEqual(["anna", "bert", "builder", "worker"]);
  });

  test("pages of one export are read together, whichever came last, and nothing goes missing for them", async () => {
    const cut = { IsTruncated: true };
    const first = file("page-1.json", october, details([user("anna")], [role("worker")], cut));
    const last = file("page-2.json", november, details([user("bert")], [role("builder")]));
    const both = await read(first, last);
    expect(both.names).toEqual(["anna", "bert", "builder", "worker"]);
    expect(both.whole).toMatchObject({ users: false, roles: false });
    const turned = await read({ ...last, at: october }, { ...first, at: november });
    expect(turned.names).toEqual(both.names);
    expect(turned.whole).toMatchObject({ users: false, roles: false });
  });

  test("a whole export after the pages replaces all of them", async () => {
    const cut = { IsTruncated: true };
    const pages = [
      file("page-1.json", "2026-09-01T08:00:00.000Z", details([user("anna")], [], cut)),
      file("page-2.json", october, details([user("bert")])),
    ];
    const whole = file("whole.json", november, details([user("carl")]));
    const { names, whole: isWhole } = await read(...pages, whole);
    expect(names).toEqual(["carl", "worker"]);
    expect(isWhole["users"]).toBe(true);
  });

  test("an old report does not bring back a user whom newer details leave out", async () => {
    const oldReport = file("report-10.csv", october, report(["anna", "bert"]));
    const newer = file("details-11.json", november, details([user("anna")]));
    expect((await read(oldReport, newer)).names).toEqual(["anna", "worker"]);
  });

  test("a report that is newer than the details lists a user made since", async () => {
    const newReport = file("report-11.csv", november, report(["anna", "bert", "new"]));
    const { names } = await read(old, newReport);
    expect(names).toEqual(["anna", "bert", "new", "worker"]);
  });

  test("of two reports the newer one counts", async () => {
    const { records } = await read(
      file("report-11.csv", november, report(["anna"])),
      file("report-10.csv", october, report(["anna", "bert"])),
      file("details-11.json", november, details([user("anna"), user("bert")])),
    );
    const keys = records.filter((one) => one.type === "credential");
    expect(keys.map((key) => key.identityExternalId)).toEqual(["AIDAANNA"]);
  });
});

describe("the time of what a file says", () => {
  test("facts are as old as their file, not as the sync that read it", async () => {
    const { datesOf } = await read(
      file("details-10.json", october, details([user("anna")])),
      file("report-11.csv", november, report(["anna"])),
    );
    expect(new Set(datesOf("anna"))).toEqual(new Set([october, november]));
    expect(new Set(datesOf("worker"))).toEqual(new Set([october]));
  });

  test("a report that says when it was made is as old as that", async () => {
    const wrapped = JSON.stringify({
      Content: Buffer.from(report(["anna"])).toString("base64"),
      ReportFormat: "text/csv",
      GeneratedTime: "2026-08-05T10:00:00+00:00",
    });
    const { names, datesOf } = await read(file("report.json", november, wrapped));
    expect(names).toEqual(["anna"]);
    expect(new Set(datesOf("anna"))).toEqual(new Set(["2026-08-05T10:00:00.000Z"]));
  });
});

test("a reading that goes on after a file was taken away is refused instead of skipping entries", async () => {
  const many = Array.from({ length: 900 }, (_none, n) => user(`u${n}`));
  const io = testConnectorIo();
  const open = async (files: object[]) => {
    const connection = await connector.connect(manifest.config.parse({ files }), io);
    const users = connection.streams.find(({ name }) => name === "users");
    if (!users) throw new Error("no users");
    return users;
  };
  const elsewhere = file("other.json", october, details([user("otto", other)]));
  const first = await open([file("a.json", october, details(many)), elsewhere]);
  const { nextCursor } = await first.list(null);
  expect(nextCursor).not.toBeNull();
  const rest = await open([file("a.json", october, details(many))]);
  await expect(rest.list(nextCursor)).rejects.toThrow("changed while they were read");
  await io.close();
});
