import { expect, test } from "@playwright/test";
import matrix from "../../app/_http/access-matrix.json" with { type: "json" };
import readingDoors from "../../app/_http/reading-doors.json" with { type: "json" };
import { callAction, serverActions } from "../support/actions";
import { actorNamed, signIn, testPassword, addPerson } from "../support/actors";
import { query } from "../support/database";
import { inParallel, send } from "../support/http";
import { administrator, instance } from "../support/instance";

/** Each request comes from an address of its own, by which its rows are found again. */
const run = 1 + (Date.now() % 250);
let lastHost = 0;
const nextAddress = (): string => {
  lastHost += 1;
  return `127.${run}.${Math.floor(lastHost / 250)}.${(lastHost % 250) + 1}`;
};

interface Attempt {
  what: string;
  from: string;
  knock: (from: string) => Promise<unknown>;
}

const noSuchId = "00000000-0000-7000-8000-0000000000ac";
/** No command behind them: a browser's reports, and next-auth's own doors, which have a test of their own. */
const withoutCommand = /csp-report|api\/auth\//;
/** Have no input that could be wrong: what is allowed would really happen. */
const withoutInput = /sources\/sample$|exploreSample|dropSample|beginAppAction/;

function attempts(): Attempt[] {
  const { baseUrl } = instance();
  const json = { "content-type": "application/json" };
  const ours = { origin: baseUrl };
  const senders: Record<string, { headers: Record<string, string>; body: string }> = {
    anonymous: { headers: { ...ours, ...json }, body: "{}" },
    "the owner": { headers: { ...actorNamed("The owner").headers, ...ours, ...json }, body: "{}" },
    "an administrator with a wrong input": {
      headers: { ...actorNamed("admin").headers, ...ours, ...json },
      body: '{"nothing":true}',
    },
    "an administrator with no JSON": {
      headers: { ...actorNamed("admin").headers, ...ours, ...json },
      body: "{",
    },
    "another site": {
      headers: { ...actorNamed("admin").headers, ...json, origin: "https://evil.example" },
      body: "{}",
    },
    "a page that hides its name": {
      headers: { ...actorNamed("admin").headers, ...json },
      body: "{}",
    },
    "a dead token": {
      headers: { ...json, authorization: `Bearer muster_pat_${"x".repeat(47)}` },
      body: "{}",
    },
  };
  const doors = Object.keys(matrix).filter(
    (door) => !withoutCommand.test(door) && !readingDoors.includes(door),
  );
  return doors.flatMap((door) =>
    Object.entries(senders).flatMap(([who, { headers, body }]): Attempt[] => {
      const [first = "", address = ""] = door.split(" ");
      const isAdmin = who.startsWith("an administrator");
      if (isAdmin && withoutInput.test(door)) return [];
      const attempt = { what: `${door} by ${who}`, from: nextAddress() };
      if (first === "action") {
        const action = serverActions().find((one) => one.door === door);
        if (!action || who === "an administrator with no JSON") return [];
        const { "content-type": _, ...rest } = headers;
        const args = [body === "{" ? {} : (JSON.parse(body) as object)];
        return [
          {
            ...attempt,
            knock: (from) =>
              callAction(baseUrl, action, args, { headers: rest, from }, action.page),
          },
        ];
      }
      if (!/^(POST|PUT|PATCH|DELETE)$/.test(first)) return [];
      const path = `${address.replaceAll(/\[\w+\]/g, noSuchId)}?nothing=true`;
      return [
        {
          ...attempt,
          knock: (from) => send(baseUrl, path, { method: first, headers, body, from }),
        },
      ];
    }),
  );
}

const rowsFrom = async (addresses: string[]): Promise<Map<string, number>> => {
  const rows = await query<{ ip: string; n: number }>(
    "SELECT ip, count(*)::int AS n FROM audit_event WHERE ip = ANY($1) GROUP BY ip",
    [addresses],
  );
  return new Map(rows.map(({ ip, n }) => [ip, n]));
};

test("every writing request leaves exactly one line in the audit log, refused or not", async () => {
  const all = attempts();
  await inParallel(all, async ({ knock, from }) => void (await knock(from)));
  const lines = await rowsFrom(all.map(({ from }) => from));
  const wrong = all
    .filter(({ from }) => lines.get(from) !== 1)
    .map(({ what, from }) => `${what}: ${lines.get(from) ?? 0}`);
  expect(wrong).toEqual([]);
  expect(all.length).toBeGreaterThan(250);
  const kinds = await query<{ outcome: string }>(
    "SELECT DISTINCT outcome FROM audit_event WHERE ip = ANY($1)",
    [all.map(({ from }) => from)],
  );
  expect(kinds.map(({ outcome }) => outcome)).toContain("refused");
});

test("a change that is made leaves exactly one line too, and it names who, what and from where", async () => {
  const { baseUrl } = instance();
  const admin = await signIn(administrator.email, administrator.password);
  const { personId } = await addPerson(admin, "analyst", "Audited analyst");
  const analyst = await query<{ email: string }>("SELECT email FROM person WHERE id = $1", [
    personId,
  ]);
  const headers = {
    ...(await signIn(analyst[0]?.email ?? "", testPassword)),
    origin: baseUrl,
    "content-type": "application/json",
  };
  const from = nextAddress();
  const body = JSON.stringify({ name: "Audited", query: "q=x" });
  const made = await send(baseUrl, "/api/v1/views", { method: "POST", headers, body, from });
  expect(made.status).toBe(201);
  const rows = await query<Record<string, string>>("SELECT * FROM audit_event WHERE ip = $1", [
    from,
  ]);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    event: "view.saved",
    outcome: "done",
    actor_id: personId,
    actor_name: "Audited analyst",
    target_type: "view",
  });
});

/** One request to the door of sign-in, from an address of its own; how many lines it left. */
async function linesOfSignIn(
  address: string,
  given: { fields?: Record<string, string>; headers?: Record<string, string>; method?: string },
): Promise<number> {
  const { baseUrl } = instance();
  const from = nextAddress();
  const start = await send(baseUrl, "/api/auth/csrf", { from });
  const cookie = (start.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; ");
  const { csrfToken } = JSON.parse(start.text) as { csrfToken: string };
  const { fields = {}, headers = {}, method = "POST" } = given;
  const form = new URLSearchParams({ csrfToken, json: "true", ...fields }).toString();
  const type = "application/x-www-form-urlencoded";
  await send(baseUrl, `/api/auth/${address}`, {
    method,
    from,
    headers: { origin: baseUrl, cookie, "content-type": type, ...headers },
    ...(method === "POST" ? { body: form } : {}),
  });
  return (await rowsFrom([from])).get(from) ?? 0;
}

test("every way through the door of sign-in leaves exactly one line, refused or not", async () => {
  const { email, password } = administrator;
  const elsewhere = { origin: "https://evil.example" };
  const way = "callback/credentials";
  const ways: [string, string, Parameters<typeof linesOfSignIn>[1]][] = [
    ["the right password", way, { fields: { email, password } }],
    ["a wrong password", way, { fields: { email, password: "not the password at all" } }],
    ["nobody's address", way, { fields: { email: "nobody@muster.example", password } }],
    ["no password and no ticket", way, { fields: { email } }],
    ["a passkey that cannot be read", way, { fields: { passkey: "{" } }],
    ["a code with a dead ticket", way, { fields: { code: "123456" } }],
    [
      "the right password without the form's token",
      way,
      { fields: { email, password, csrfToken: "x" } },
    ],
    [
      "the right password from another site",
      way,
      { fields: { email, password }, headers: elsewhere },
    ],
    ["signing out from another site", "signout", { headers: elsewhere }],
    ["signing out without the form's token", "signout", { fields: { csrfToken: "x" } }],
    [
      "a provider's answer that nobody asked for",
      "callback/oidc?code=x&state=y",
      { method: "GET" },
    ],
  ];
  const lines: [string, number][] = [];
  for (const [what, address, given] of ways)
    lines.push([what, await linesOfSignIn(address, given)]);
  expect(lines).toEqual(ways.map(([what]) => [what, 1]));
});

test("a session that is ended at the door of sign-in leaves one line", async () => {
  const own = await signIn(administrator.email, administrator.password);
  expect(await linesOfSignIn("signout", { headers: {} })).toBe(0);
  const { baseUrl } = instance();
  const from = nextAddress();
  const start = await send(baseUrl, "/api/auth/csrf", { from, headers: own });
  const cookie = (start.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).join("; ");
  const { csrfToken } = JSON.parse(start.text) as { csrfToken: string };
  await send(baseUrl, "/api/auth/signout", {
    method: "POST",
    from,
    headers: {
      origin: baseUrl,
      cookie: `${cookie}; ${own.cookie}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ csrfToken, json: "true" }).toString(),
  });
  expect((await rowsFrom([from])).get(from)).toBe(1);
});

test("the log of all these tests holds together", async () => {
  const { baseUrl } = instance();
  const headers = {
    ...actorNamed("The auditor").headers,
    origin: baseUrl,
    "content-type": "application/json",
  };
  const answer = await send(baseUrl, "/api/v1/audit-events/verify", {
    method: "POST",
    headers,
    body: "{}",
  });
  expect(answer.text).toContain('"intact":true');
});
