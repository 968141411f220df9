import { hash } from "node:crypto";
import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { db, type Tx } from "@/lib/infra/db";
import { defineCommand } from "../define-command";
import { defineQuery } from "../define-query";
import { letGo, welcomeBack } from "../leavers/open-leaver";
import { keepAnAdministrator } from "../people/last-administrator";
import { type CsvError, type CsvPerson, readPeopleCsv } from "./people-csv";

const csv = z.string().min(1, "The file is empty").max(900_000, "A file may have 900 kB");

export interface ImportLine {
  line: number;
  email: string;
  name: string;
  change: "new" | "changed" | "same";
  /** What will be different, in words. */
  details: string[];
}

export interface ImportPlan {
  lines: ImportLine[];
  errors: CsvError[];
  newTeams: string[];
  /** Names the plan, so that what is done is what was shown. */
  digest: string;
}

interface Known {
  id: string;
  email: string;
  name: string;
  title: string | null;
  status: string;
  role: string;
  directory: string | null;
  manager: { email: string } | null;
  teams: { team: { name: string } }[];
}

const knownPeople = (tx: Pick<Tx, "person">, emails: string[]): Promise<Known[]> =>
  tx.person.findMany({
    where: { email: { in: emails } },
    select: {
      id: true,
      email: true,
      name: true,
      title: true,
      status: true,
      role: true,
      directory: true,
      manager: { select: { email: true } },
      teams: { select: { team: { select: { name: true } } } },
    },
  });

function differences(person: CsvPerson, before: Known): string[] {
  const out: string[] = [];
  const told = (label: string, from: string | null, to: string | null | undefined) => {
    if (to !== undefined && to !== from)
      out.push(`${label}: ${from ?? "none"} becomes ${to ?? "none"}`);
  };
  told("Name", before.name, person.name);
  told("Title", before.title, person.title);
  told("Manager", before.manager?.email ?? null, person.managerEmail);
  const had = new Set(before.teams.map(({ team }) => team.name.toLowerCase()));
  const joined = (person.teams ?? []).filter((name) => !had.has(name.toLowerCase()));
  if (joined.length > 0) out.push(`Joins ${joined.join(", ")}`);
  if (person.active === false && before.status === "active")
    out.push("Is disabled and becomes a leaver");
  if (person.active === true && before.status !== "active") out.push("Can sign in again");
  return out;
}

async function plan(tx: Pick<Tx, "person" | "team">, text: string) {
  const { people, errors } = readPeopleCsv(text);
  const named = people.flatMap((one) => [
    one.email,
    ...(one.managerEmail ? [one.managerEmail] : []),
  ]);
  const known = new Map(
    (await knownPeople(tx, [...new Set(named)])).map((one) => [one.email, one]),
  );
  const inFile = new Set(people.map(({ email }) => email));
  for (const { line, managerEmail, email } of people) {
    if (!managerEmail) continue;
    if (managerEmail === email)
      errors.push({ line, message: "manager_email: is the person themselves" });
    else if (!inFile.has(managerEmail) && !known.has(managerEmail))
      errors.push({ line, message: `manager_email: nobody has the address ${managerEmail}` });
  }
  const lines = people.map((one): ImportLine => {
    const before = known.get(one.email);
    const details = before
      ? differences(one, before)
      : (one.teams ?? []).map((name) => `Joins ${name}`);
    const change = before ? (details.length > 0 ? "changed" : "same") : "new";
    return { line: one.line, email: one.email, name: one.name, change, details };
  });
  const teams = new Map(
    people.flatMap((one) => (one.teams ?? []).map((name) => [name.toLowerCase(), name])),
  );
  const rows = await tx.team.findMany({ select: { id: true, name: true } });
  const teamIds = new Map(rows.map(({ id, name }) => [name.toLowerCase(), id]));
  const newTeams = [...teams].filter(([key]) => !teamIds.has(key)).map(([, name]) => name);
  errors.sort((a, b) => a.line - b.line);
  const digest = hash("sha256", JSON.stringify([lines, newTeams, text.length]), "base64url");
  const shown: ImportPlan = { lines, errors, newTeams, digest };
  return { shown, people, known, teamIds };
}

/** What a file of people would change, line by line. Changes nothing. */
export const previewImport = defineQuery({
  permission: "person:import",
  input: z.strictObject({ csv }),
  run: async ({ input }): Promise<ImportPlan> => (await plan(db(), input.csv)).shown,
});

type Planned = Awaited<ReturnType<typeof plan>>;

async function writePeople(
  tx: Tx,
  { people, known, shown }: Planned,
): Promise<Map<string, string>> {
  const ids = new Map([...known].map(([email, { id }]) => [email, id]));
  const changes = new Map(shown.lines.map(({ email, change }) => [email, change]));
  for (const { email, name, title } of people) {
    const id = ids.get(email);
    const data = { name, ...(title === undefined ? {} : { title }) };
    if (!id) {
      const made = await tx.person.create({
        data: { ...data, email, role: "owner", directory: "csv" },
      });
      ids.set(email, made.id);
    } else if (changes.get(email) === "changed") {
      const directory = known.get(email)?.directory === "deleted" ? { directory: "csv" } : {};
      await tx.person.update({ where: { id }, data: { ...data, ...directory } });
    }
  }
  for (const { email, managerEmail } of people) {
    if (managerEmail === undefined) continue;
    const managerId = managerEmail ? (ids.get(managerEmail) ?? null) : null;
    if ((known.get(email)?.manager?.email ?? null) === managerEmail) continue;
    await tx.person.update({ where: { email }, data: { managerId } });
  }
  return ids;
}

async function writeTeams(tx: Tx, { people, teamIds, shown }: Planned, ids: Map<string, string>) {
  for (const name of shown.newTeams) {
    const team = await tx.team.create({ data: { name, directory: "csv" } });
    teamIds.set(name.toLowerCase(), team.id);
  }
  const data = people.flatMap(({ email, teams }) =>
    (teams ?? []).flatMap((name) => {
      const teamId = teamIds.get(name.toLowerCase());
      const personId = ids.get(email);
      return teamId && personId ? [{ teamId, personId }] : [];
    }),
  );
  await tx.teamMembership.createMany({ data, skipDuplicates: true });
}

/** Does what the preview showed, all of it or nothing. People who are not in the file stay as they are. */
export const importPeople = defineCommand({
  name: "person.import",
  event: "person.imported",
  permission: "person:import",
  input: z.strictObject({ csv, digest: z.string().max(100) }),
  run: async ({ tx, ctx, input }) => {
    const planned = await plan(tx, input.csv);
    const { shown, people, known } = planned;
    if (shown.errors.length > 0) {
      throw new DomainError(
        "invalid_input",
        `${shown.errors.length} lines cannot be taken. Nothing was changed; correct them and try again.`,
      );
    }
    if (shown.digest !== input.digest) {
      throw new DomainError(
        "conflict",
        "People changed since the preview. Nothing was done; look at it again.",
      );
    }
    const ids = await writePeople(tx, planned);
    await writeTeams(tx, planned, ids);
    let tokensRevoked = 0;
    for (const { email, active } of people) {
      const personId = ids.get(email) ?? "";
      const before = known.get(email);
      const was = before ? before.status === "active" : true;
      if (active === false && was) {
        if (before?.role === "admin") await keepAnAdministrator(tx, personId);
        tokensRevoked += (await letGo(tx, personId, "disabled_by_hand", ctx.now)).tokensRevoked;
      }
      if (active === true && !was) await welcomeBack(tx, personId, ctx.now);
    }
    const count = (change: ImportLine["change"]) =>
      shown.lines.filter((one) => one.change === change).length;
    const counts = { added: count("new"), changed: count("changed"), teams: shown.newTeams.length };
    const detail = { ...counts, tokensRevoked };
    return { result: counts, audit: { targetType: "person", detail } };
  },
});
