import { expect, test } from "@playwright/test";
import matrix from "../../app/_http/access-matrix.json" with { type: "json" };
import { reach, scopesAllow } from "../../lib/domain/people/permissions";
import { actionAnswer, callAction, serverActions } from "../support/actions";
import { actorNamed, allActors, getJson, type TestActor } from "../support/actors";
import { type Answer, inParallel, send } from "../support/http";
import { instance } from "../support/instance";
import { type SecondServer, startSecondServer } from "../support/second-server";
import { disguises } from "../support/disguises";

interface Door {
  name: string;
  method: string;
  address: string;
  permission: string;
}

/** Doors that authorise by themselves, and as what. */
const ownRule: Record<string, string> = {
  "GET /api/auth/[...nextauth]": "public",
  "GET /api/evidence-keys": "public",
  "GET /api/health": "public",
  "GET /api/v1/openapi.json": "public",
  // From this machine only, where no token is set.
  "GET /metrics": "public",
  "POST /api/auth/[...nextauth]": "public",
  "POST /api/csp-report": "public",
  "POST /api/refused": "nobody",
  "action /sources check": "source:add",
  "page /invitation": "public",
  "page /new-password": "public",
  "page /setup": "public",
  "page /sign-in": "public",
};
/** Take no input that could be wrong, so an allowed call would load or drop the sample for real. */
const effectWithoutInput = /sources\/sample$|exploreSample$|dropSample$/;

/** Open to strangers, but worth something only with the ticket of a sign-in under way. */
const needsTicket = new Set(["action /sign-in secondFactorAction"]);

/** Where the proxy leads what a foreign page sends; it refuses everybody. */
const refusesAll = new Set(["POST /api/refused"]);

const noSuchId = "00000000-0000-7000-8000-0000000000ab";
const doors: Door[] = Object.entries(matrix).map(([name, permission]) => {
  const [first = "", second = ""] = name.split(" ");
  return {
    name,
    method: first === "page" ? "GET" : first,
    address: second.replace("[...nextauth]", "csrf").replaceAll(/\[\w+\]/g, noSuchId),
    permission: permission === "own" ? (ownRule[name] ?? "nobody decided") : permission,
  };
});
const pages = doors.filter(({ name }) => name.startsWith("page "));
const actions = doors.filter(({ name }) => name.startsWith("action "));
const routes = doors.filter((door) => !pages.includes(door) && !actions.includes(door));

function mayEnter(actor: TestActor, permission: string): boolean {
  if (permission === "public") return true;
  if (actor.scopes && !scopesAllow(actor.scopes, permission)) return false;
  return reach(actor.role, permission) !== "none";
}

type Verdict = "in" | "sign in" | "forbidden";
const expected = (actor: TestActor, { name, permission }: Door): Verdict => {
  if (needsTicket.has(name)) return "sign in";
  if (refusesAll.has(name)) return "forbidden";
  if (mayEnter(actor, permission)) return "in";
  return actor.role === "none" ? "sign in" : "forbidden";
};

/** SCIM has an error shape of its own, in which 403 stands for this alone. */
const scimError = "urn:ietf:params:scim:api:messages:2.0:Error";

function codeOf({ text }: Answer): string {
  try {
    const body = JSON.parse(text) as { error?: { code?: string }; schemas?: string[] };
    if (body.schemas?.includes(scimError)) return "forbidden";
    return body.error?.code ?? "";
  } catch {
    return "";
  }
}

/** What the door said. A refused input means that the actor was let in. */
function verdictOfRoute(answer: Answer): Verdict {
  if (answer.status === 401) return "sign in";
  return answer.status === 403 && codeOf(answer) === "forbidden" ? "forbidden" : "in";
}

function verdictOfPage(answer: Answer): Verdict {
  const redirects = /NEXT_REDIRECT;[a-z]+;\/sign-in[;?]|http-equiv="refresh"[^>]*\/sign-in/;
  if (/\/sign-in/.test(answer.headers.location ?? "") || redirects.test(answer.text)) {
    return "sign in";
  }
  return /NEXT_HTTP_ERROR_FALLBACK;403/.test(answer.text) || answer.status === 403
    ? "forbidden"
    : "in";
}

function verdictOfAction(answer: Answer): Verdict {
  const code = actionAnswer(answer)?.error?.code;
  if (code === "unauthenticated") return "sign in";
  return code === "forbidden" ? "forbidden" : "in";
}

async function knock(baseUrl: string, actor: TestActor, door: Door): Promise<Verdict> {
  const { method, address, name } = door;
  if (name.startsWith("action ")) {
    const action = serverActions().find((one) => one.door === name);
    if (!action) throw new Error(`${name} is not in the build.`);
    const headers = { ...actor.headers, origin: baseUrl };
    return verdictOfAction(await callAction(baseUrl, action, [{ nothing: true }], { headers }));
  }
  if (name.startsWith("page ")) {
    return verdictOfPage(await send(baseUrl, address, { headers: actor.headers }));
  }
  const writes = method !== "GET";
  const answer = await send(baseUrl, writes ? `${address}?nothing=true` : address, {
    method,
    headers: {
      ...actor.headers,
      ...(writes ? { origin: baseUrl, "content-type": "application/json" } : {}),
    },
    ...(writes ? { body: '{"nothing":true}' } : {}),
  });
  return verdictOfRoute(answer);
}

/** Knocks at every door as every actor and returns each verdict that is not the table's. */
async function wrongVerdicts(baseUrl: string): Promise<{ wrong: string[]; cells: number }> {
  const wrong: string[] = [];
  const cells = doors.flatMap((door) =>
    allActors()
      // Pages know cookies; a token is for the API.
      .filter(({ scopes }) => !scopes || / \/(api|scim)\//.test(door.name))
      .map((actor) => ({ door, actor, want: expected(actor, door) }))
      .filter(({ want }) => want !== "in" || !effectWithoutInput.test(door.name)),
  );
  await inParallel(cells, async ({ door, actor, want }) => {
    const got = await knock(baseUrl, actor, door);
    if (got !== want) wrong.push(`${door.name} as ${actor.name}: ${got}, not ${want}`);
  });
  return { wrong, cells: cells.length };
}

/** Words that stand only in what signed-in people see. */
async function privateWords(): Promise<string[]> {
  const admin = actorNamed("admin").headers;
  const { items } = await getJson<{ items: { name: string }[] }>(
    admin,
    "/api/v1/identities?limit=100",
  );
  const names = items.map(({ name }) => name).filter((name) => name.length > 8);
  return [...new Set(names), "@security.example", "ada@muster.example", "Sample organisation"];
}

/** The words are those that pages really show to whoever may see them. */
async function expectWordsShown(baseUrl: string, words: string[]): Promise<void> {
  const { headers } = actorNamed("admin");
  for (const path of ["/identities", "/settings/people", "/sources", "/api/v1/identities"]) {
    const { text } = await send(baseUrl, path, { headers });
    expect(
      words.some((word) => text.includes(word)),
      path,
    ).toBe(true);
  }
}

async function leaks(baseUrl: string): Promise<{ found: string[]; sent: number }> {
  const words = await privateWords();
  await expectWordsShown(baseUrl, words);
  const found: string[] = [];
  let sent = 0;
  const readable = [...pages, ...routes.filter(({ method }) => method === "GET")].filter(
    ({ permission }) => permission !== "public",
  );
  const lowest = ["anonymous", "The owner"].map(actorNamed);
  const cells = readable.flatMap((door) =>
    lowest.filter((actor) => expected(actor, door) !== "in").map((actor) => ({ door, actor })),
  );
  await inParallel(cells, async ({ door, actor }) => {
    for (const { what, path, method, headers } of disguises(door.address)) {
      const answer = await send(baseUrl, path, {
        ...(method ? { method } : {}),
        headers: { ...actor.headers, ...headers },
      });
      sent += 1;
      const leaked = words.filter((word) => answer.text.includes(word));
      // Our own name, in the menu that every role has, is no leak.
      const others = leaked.filter((word) => actor.role === "none" || word !== "@security.example");
      const isOpenData =
        door.name.includes(" /api/") && answer.status === 200 && /"items"|"id"/.test(answer.text);
      if (others.length > 0 || isOpenData || answer.status >= 500) {
        found.push(
          `${door.name} as ${actor.name} by ${what}: ${answer.status} ${others.slice(0, 2).join(", ")}`,
        );
      }
    }
  });
  return { found, sent };
}

test("at every door every actor gets the verdict of the access matrix", async () => {
  const { wrong, cells } = await wrongVerdicts(instance().baseUrl);
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(700);
});

test("every Server Action of the build stands in the access matrix", () => {
  expect(
    serverActions()
      .map(({ door }) => door)
      .toSorted(),
  ).toEqual(actions.map(({ name }) => name).toSorted());
});

test("no disguise of a request gets past a refusal", async () => {
  const { found, sent } = await leaks(instance().baseUrl);
  expect(found).toEqual([]);
  expect(sent).toBeGreaterThan(900);
});

test.describe("on a server that runs no proxy", () => {
  let bare: SecondServer;
  test.beforeAll(async () => {
    bare = await startSecondServer({ withoutProxy: true });
  });
  test.afterAll(async () => {
    await bare.stop();
  });

  test("all verdicts hold, so none of them is the proxy's", async () => {
    const page = await send(bare.baseUrl, "/sign-in");
    expect(page.status).toBe(200);
    expect(page.headers["content-security-policy"]).toBeUndefined();
    const { wrong, cells } = await wrongVerdicts(bare.baseUrl);
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(700);
  });

  test("no disguise gets past a refusal there either", async () => {
    expect((await leaks(bare.baseUrl)).found).toEqual([]);
  });
});
