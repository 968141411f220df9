import { expect, test } from "@playwright/test";
import { actorNamed, act, addPerson, getJson, signIn } from "../support/actors";
import { ingestUsers } from "../support/aws-export";
import { send } from "../support/http";
import { administrator, instance } from "../support/instance";
import { scriptPayloads } from "../support/payloads";
import { openAll, planted, signedIn, watched } from "../support/watched-page";

const sourceName = `<img src=x onerror=alert("source")>`;
const personName = `<svg onload=alert("person")>`;
const viewName = `<script>alert("view")</script>`;
const tokenName = `"><img src=x onerror=alert("token")>`;
const mark = "xss-probe";

let admin: Record<string, string>;
let sourceId = "";
let ids: string[] = [];

/** Payloads as tags of one identity: names on the left, values on the right. */
const tagsFrom = (start: number): Record<string, string> =>
  Object.fromEntries(
    scriptPayloads
      .slice(start, start + 30)
      .map((payload, index) => [
        index % 5 === 0 ? payload.slice(0, 120) : `${mark}-${index}`,
        payload,
      ]),
  );

test.beforeAll(async () => {
  admin = await signIn(administrator.email, administrator.password);
  const users = scriptPayloads.map((payload, index) => ({
    name: `${mark} ${payload}`,
    tags: {
      Owner: payload,
      Description: payload,
      environment: payload,
      ...(index % 30 === 0 ? tagsFrom(index) : {}),
    },
  }));
  sourceId = await ingestUsers(admin, sourceName, users);
  await addPerson(admin, "analyst", personName);
  await act(admin, "saveViewAction", { name: viewName, query: `q=${scriptPayloads[0]}` });
  await act(admin, "createTokenAction", { name: tokenName, scopes: ["read"], days: 1 });
  const page = await getJson<{ items: { id: string }[] }>(
    admin,
    `/api/v1/identities?limit=200&q=${mark}`,
  );
  ids = page.items.map(({ id }) => id);
});

test("150 payloads as names, tags and owners are words on every page, never scripts", async ({
  context,
}) => {
  expect(scriptPayloads).toHaveLength(150);
  expect(ids.length).toBeGreaterThanOrEqual(150);
  await signedIn(context, admin);
  const { page, events } = await watched(context);
  const list = `/identities?q=${mark}`;
  await page.goto(`${instance().baseUrl}${list}`);
  await page.locator("h1").first().waitFor();
  const seen = new Set<string>();
  for (let step = 0; step < 40; step += 1) {
    const text = await page.evaluate(() => document.body.innerText);
    for (const payload of scriptPayloads) if (text.includes(payload)) seen.add(payload);
    await page.mouse.move(700, 600);
    await page.mouse.wheel(0, 600);
    await page.waitForTimeout(120);
  }
  expect(await planted(page)).toEqual([]);
  expect(seen.size).toBeGreaterThan(120);
  const { text } = await send(instance().baseUrl, `/api/v1/identities?limit=200&q=${mark}`, {
    headers: admin,
  });
  const tagged = (JSON.parse(text) as { items: { id: string; name: string }[] }).items.filter(
    ({ name }) => scriptPayloads.findIndex((one) => name === `${mark} ${one}`) % 30 === 0,
  );
  const shown = await openAll(page, [
    ...tagged.slice(0, 5).map(({ id }) => `/identities/${id}`),
    ...ids.slice(0, 6).map((id) => `/identities/${id}`),
    `/identities?q=${mark}&id=${ids[0]}`,
  ]);
  const asText = scriptPayloads.filter((payload) => shown.includes(payload));
  expect(asText.length).toBeGreaterThan(20);
  expect(events).toEqual([]);
});

test("names of sources, people, views and tokens are words on every page", async ({ context }) => {
  await signedIn(context, admin);
  const { page, events } = await watched(context);
  // As a bar of the chart by source, once its identities are counted.
  await expect(async () => {
    expect(await openAll(page, ["/"])).toContain(sourceName);
  }).toPass({ timeout: 60_000 });
  const shown = await openAll(page, [
    "/findings",
    "/sources",
    `/sources/${sourceId}`,
    "/audit-log",
    "/settings",
    "/settings/people",
    "/settings/tokens",
    "/settings/health",
    "/identities",
  ]);
  for (const words of [sourceName, personName, tokenName, viewName]) {
    expect(shown, words).toContain(words);
  }
  expect(events).toEqual([]);
});

test("payloads in an address are words too, on pages for strangers and for people", async ({
  context,
}) => {
  const { page, events } = await watched(context);
  const some = scriptPayloads.filter((_, index) => index % 30 === 0).map(encodeURIComponent);
  const strangers = some.flatMap((payload) => [
    `/sign-in?error=${payload}&callbackUrl=${payload}`,
    `/setup?token=${payload}`,
    `/invitation?token=${payload}`,
  ]);
  await openAll(page, strangers);
  await signedIn(context, admin);
  await openAll(
    page,
    some.flatMap((payload) => [`/identities?q=${payload}`, `/findings?q=${payload}`]),
  );
  await openAll(
    page,
    some.slice(0, 3).map((payload) => `/${payload}`),
  );
  expect(events).toEqual([]);
});

test("every HTML answer carries the policy: pages, refusals, nothing here, prefetches", async () => {
  const { baseUrl } = instance();
  const owner = actorNamed("The owner").headers;
  const withoutPolicy: string[] = [];
  let html = 0;
  for (const headers of [{}, admin, owner] as Record<string, string>[]) {
    for (const path of [
      "/",
      "/sign-in",
      "/identities",
      "/sources",
      "/audit-log",
      "/nope",
      "/api/nope",
      "/%",
      "/identities/not-an-id",
      "/settings/people",
    ]) {
      for (const asked of [
        {},
        { purpose: "prefetch" },
        { "sec-purpose": "prefetch" },
        { "next-router-prefetch": "1" },
        { rsc: "1" },
      ] as Record<string, string>[]) {
        const answer = await send(baseUrl, path, { headers: { ...headers, ...asked } });
        if (!/text\/html|x-component/.test(answer.headers["content-type"] ?? "")) continue;
        html += 1;
        const policy = String(answer.headers["content-security-policy"] ?? "");
        const holds =
          /script-src 'self' 'nonce-[A-Za-z0-9+/=]{20,}' 'strict-dynamic'/.test(policy) &&
          policy.includes("frame-ancestors 'none'") &&
          policy.includes("object-src 'none'") &&
          /(^|; )report-to csp(;|$)/.test(policy) &&
          answer.headers["reporting-endpoints"] === 'csp="/api/csp-report"' &&
          !/script-src[^;]*unsafe-(inline|eval)/.test(policy);
        if (!holds)
          withoutPolicy.push(`${path} ${JSON.stringify(asked)}: ${answer.status} ${policy}`);
      }
    }
  }
  expect(withoutPolicy).toEqual([]);
  expect(html).toBeGreaterThan(100);
});
