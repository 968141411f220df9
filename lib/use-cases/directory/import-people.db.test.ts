import { beforeAll, describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { listDirectory, getDirectoryState } from "../people/list-directory";
import { importPeople, previewImport } from "./import-people";

useDatabase();

const admin = personContext("admin");
beforeAll(async () => {
  await sql(
    `INSERT INTO person (id, email, name, role, updated_at) VALUES
     (gen_random_uuid(), 'ada@acme.example', 'Ada', 'admin', now()), (gen_random_uuid(), 'bob@acme.example', 'Bob Old', 'owner', now())`,
  );
});
const people = () =>
  sql<{ email: string; name: string; status: string; manager: string | null }>(
    `SELECT p.email, p.name, p.status, m.email AS manager FROM person p LEFT JOIN person m ON m.id = p.manager_id ORDER BY p.email`,
  );
const take = async (csv: string) => {
  const { digest } = await previewImport(admin, { csv });
  return importPeople(admin, { csv, digest });
};

describe("a CSV file of people", () => {
  it("shows first what it would change, then does exactly that, teams and managers included", async () => {
    const csv = `\uFEFFEmail,Name,Title,Manager email,Teams,Status
BOB@acme.example,Bob New,Engineer,cleo@acme.example,Payments; Data,active
cleo@acme.example,"Cleo, PhD",,,Data,
`;
    const before = await people();
    const preview = await previewImport(admin, { csv });
    expect(preview).toMatchObject({
      errors: [],
      newTeams: ["Payments", "Data"],
      lines: [
        {
          line: 2,
          change: "changed",
          details: [
            "Name: Bob Old becomes Bob New",
            "Title: none becomes Engineer",
            "Manager: none becomes cleo@acme.example",
            "Joins Payments, Data",
          ],
        },
        { line: 3, email: "cleo@acme.example", name: "Cleo, PhD", change: "new" },
      ],
    });
    expect(await people()).toEqual(before);
    expect(await importPeople(admin, { csv, digest: preview.digest })).toEqual({
      added: 1,
      changed: 1,
      teams: 2,
    });
    expect(await people()).toMatchObject([
      { email: "ada@acme.example", status: "active" },
      { email: "bob@acme.example", name: "Bob New", manager: "cleo@acme.example" },
      { email: "cleo@acme.example" },
    ]);
    expect((await previewImport(admin, { csv })).lines.map(({ change }) => change)).toEqual([
      "same",
      "same",
    ]);
    const { items } = await listDirectory(admin, { text: "bob" });
    expect(items).toMatchObject([{ teams: ["Data", "Payments"], manager: "Cleo, PhD", owned: 0 }]);
    expect((await getDirectoryState(admin, {})).people).toEqual({ scim: 0, csv: 1, here: 2 });
  });

  it("names every wrong line and then does nothing at all", async () => {
    const csv = `email,name,manager_email,status
new@acme.example,New,,
not-an-address,X,,
dup@acme.example,Dup,,
dup@acme.example,Dup,,
lost@acme.example,Lost,nobody@acme.example,
self@acme.example,Self,self@acme.example,
odd@acme.example,Odd,,sleeping
`;
    const preview = await previewImport(admin, { csv });
    expect(preview.errors.map(({ line }) => line)).toEqual([3, 5, 6, 7, 8]);
    const before = await people();
    await expect(importPeople(admin, { csv, digest: preview.digest })).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(await people()).toEqual(before);
  });

  it("disables a person, who is a leaver then, but never the last administrator", async () => {
    expect(await take("email,name,status\nbob@acme.example,Bob New,disabled\n")).toMatchObject({
      changed: 1,
    });
    expect(await db().leaver.count()).toBe(1);
    await expect(take("email,name,status\nada@acme.example,Ada,disabled\n")).rejects.toMatchObject({
      code: "conflict",
    });
    await take("email,name,status\nbob@acme.example,Bob New,active\n");
    expect((await people())[1]).toMatchObject({ status: "active" });
  });

  it("is not done when people changed since the preview, nor for who may not", async () => {
    const csv = "email,name\nbob@acme.example,Robert\n";
    const { digest } = await previewImport(admin, { csv });
    await sql("UPDATE person SET name = 'Bobby' WHERE email = 'bob@acme.example'");
    await expect(importPeople(admin, { csv, digest })).rejects.toMatchObject({ code: "conflict" });
    await expect(importPeople(personContext("analyst"), { csv, digest })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await sql("SELECT event, outcome FROM audit_event ORDER BY seq DESC LIMIT 1")).toEqual([
      { event: "person.import", outcome: "refused" },
    ]);
    await expect(previewImport(admin, { csv: "a,b\n1,2\n" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});
