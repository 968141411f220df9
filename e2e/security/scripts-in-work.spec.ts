import { expect, test } from "@playwright/test";
import { getJson, signIn } from "../support/actors";
import { ingestUsers } from "../support/aws-export";
import { send } from "../support/http";
import { administrator, instance } from "../support/instance";
import { scriptPayloads } from "../support/payloads";
import { openAll, signedIn, watched } from "../support/watched-page";

const once = Date.now().toString(36);
/** One of each kind, each with words of its own by which it is found on a page. */
const wordsFor = (place: string, at: number): string => `${place} ${once} ${scriptPayloads[at]}`;
const words = {
  purpose: wordsFor("purpose", 0),
  label: `${once} <img src=x onerror=alert(1)>`,
  correction: wordsFor("correction", 1),
  offboarding: wordsFor("offboarding", 2),
  exception: wordsFor("exception", 3),
  control: wordsFor("control", 52),
  team: wordsFor("team", 4),
  person: wordsFor("person", 102),
  title: wordsFor("title", 60),
};

let admin: Record<string, string>;
let ids: string[] = [];

async function write<Made>(method: string, path: string, body: object): Promise<Made> {
  const { baseUrl } = instance();
  const headers = { ...admin, origin: baseUrl, "content-type": "application/json" };
  const answer = await send(baseUrl, path, { method, headers, body: JSON.stringify(body) });
  expect(answer.status, `${path}: ${answer.text}`).toBeLessThan(300);
  return JSON.parse(answer.text) as Made;
}

interface Listed {
  items: { id: string; identity: { id: string } }[];
}

test.beforeAll(async () => {
  admin = await signIn(administrator.email, administrator.password);
  const names = [1, 2].map((n) => ({ name: `work-probe-${once}-${n}` }));
  const sourceId = await ingestUsers(admin, `Hostile work ${once}`, names);
  const listed = await getJson<Listed>(admin, `/api/v1/identities?q=work-probe-${once}`);
  ids = listed.items.map(({ id }) => id);
  const target = { ids };
  await write("POST", "/api/v1/identities/ownership", { target, purpose: words.purpose });
  await write("POST", "/api/v1/identities/labels", { target, add: [words.label] });
  const correction = { reason: words.correction, identityClass: null, environment: "test" };
  await write("PUT", `/api/v1/identities/${ids[0]}/classification`, correction);
  const open = `/api/v1/findings?source=${sourceId}&limit=50`;
  await expect
    .poll(async () => (await getJson<Listed>(admin, open)).items.length, { timeout: 60_000 })
    .toBeGreaterThan(0);
  const [finding] = (await getJson<Listed>(admin, open)).items;
  const controls = { controls: ["other"], controlsNote: words.control };
  const endsAt = new Date(Date.now() + 10 * 86_400_000).toISOString();
  const exception = { findingId: finding?.id, reason: words.exception, ...controls, endsAt };
  const made = await write<{ exceptionId: string }>("POST", "/api/v1/exceptions", exception);
  const identityId = ids[1] ?? "";
  const reason = words.offboarding;
  const begun = await write<{ caseId: string }>("POST", "/api/v1/offboarding", {
    identityId,
    reason,
  });
  await write("POST", "/api/v1/teams", { name: words.team.slice(0, 90), memberIds: [] });
  pages.push(`/exceptions/${made.exceptionId}`, `/offboarding/${begun.caseId}`);
});
const pages: string[] = [];

test("purposes, labels, reasons, comments and teams are words on every page that shows them", async ({
  context,
}) => {
  await signedIn(context, admin);
  const { page, events } = await watched(context);
  const shown = await openAll(page, [
    ...ids.map((id) => `/identities/${id}`),
    ...pages,
    "/exceptions",
    "/offboarding",
    "/people/teams",
    "/audit-log",
    "/mine",
    "/",
  ]);
  const { purpose, label, correction, offboarding, exception, control, team } = words;
  for (const text of [purpose, label, correction, offboarding, exception, control]) {
    expect(shown).toContain(text);
  }
  expect(shown).toContain(team.slice(0, 90).trim());
  expect(events).toEqual([]);
});

test("the columns of a file of people are words before and after it is taken", async ({
  context,
}) => {
  await signedIn(context, admin);
  const { page, events } = await watched(context);
  await page.goto(`${instance().baseUrl}/people/import`);
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const file = [
    `email,name,title,${quoted(scriptPayloads[2] ?? "")}`,
    `hostile.${once}@people.example,${quoted(words.person)},${quoted(words.title)},x`,
    `${quoted(`${scriptPayloads[3]}`)},Nobody,,`,
  ];
  const choose = async (lines: string[], answer: string): Promise<void> => {
    await expect(async () => {
      const buffer = Buffer.from(lines.join("\n"));
      const people = { name: `${scriptPayloads[2]}.csv`, mimeType: "text/csv", buffer };
      await page.locator('input[type="file"]').setInputFiles(people);
      await expect(page.getByText(answer)).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 120_000 });
  };
  await choose(file, "1 line cannot be taken");
  await choose(file.slice(0, 2), "1 of 1 person change");
  await page.getByRole("button", { name: "Import 1 person" }).click();
  await expect(page.getByText("1 person added")).toBeVisible();
  const shown = await openAll(page, [`/people?text=hostile.${once}`, "/settings/people"]);
  expect(shown).toContain(words.person);
  expect(events).toEqual([]);
});
