import { expect, test } from "@playwright/test";
import matrix from "../../app/_http/access-matrix.json" with { type: "json" };
import { actorNamed } from "../support/actors";
import { type Answer, inParallel, send } from "../support/http";
import { instance } from "../support/instance";

const noSuchId = "00000000-0000-7000-8000-0000000000ab";
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Every address of the API and SCIM with the methods of its routes. */
const addresses = Map.groupBy(
  Object.keys(matrix)
    .filter((door) => / \/(api\/v1|scim\/v2)\//.test(door))
    .map((door) => door.split(" ") as [method: string, address: string]),
  ([, address]) => address.replaceAll(/\[\w+\]/g, noSuchId),
);
const answersAt = [...addresses].map(([path, doors]) => {
  const own = doors.map(([method]) => method);
  const allow = [...own, ...(own.includes("GET") ? ["HEAD"] : []), "OPTIONS"].toSorted();
  return { path, own, allow: allow.join(", ") };
});

const nowhere = [
  "/api/v1",
  "/api/v1/nothing",
  "/api/v1/identities/count/nothing",
  `/api/v1/teams/${noSuchId}/a/b/c.json`,
  "/scim/v2",
  "/scim/v2/Me",
  `/scim/v2/Users/${noSuchId}/nothing`,
];

const scimCodes: Record<number, string> = {
  400: "invalid_input",
  401: "unauthenticated",
  404: "not_found",
  405: "method_not_allowed",
};

/** The code of an answer in the error shape of its door: the API's, or the one of RFC 7644. */
function codeOf({ headers, text, status }: Answer): string {
  if (headers["content-type"] === "application/scim+json") {
    const { schemas, status: said } = JSON.parse(text) as { schemas: string[]; status: string };
    const isWhole = schemas.join("") === "urn:ietf:params:scim:api:messages:2.0:Error";
    return isWhole && said === String(status) ? (scimCodes[status] ?? "") : "not the error shape";
  }
  if (!headers["content-type"]?.startsWith("application/json")) return "not JSON";
  const { error } = JSON.parse(text) as { error?: Record<string, unknown> };
  const isWhole = typeof error?.message === "string" && typeof error.requestId === "string";
  return isWhole ? String(error.code) : "not the error shape";
}

/** Sends the request as each of these actors; a writing one as our own pages do, with a body. */
async function asEach(names: string[], method: string, path: string): Promise<[string, Answer][]> {
  const { baseUrl } = instance();
  const isWriting = /^(POST|PUT|PATCH|DELETE)$/.test(method);
  const ask = async (name: string): Promise<[string, Answer]> => {
    const { headers } = actorNamed(name);
    if (!isWriting) return [name, await send(baseUrl, path, { method, headers })];
    const json = { ...headers, origin: baseUrl, "content-type": "application/json" };
    return [name, await send(baseUrl, path, { method, headers: json, body: '{"nothing":true}' })];
  };
  return Promise.all(names.map(ask));
}

test("every address of the API and SCIM refuses the methods that it does not answer in the error shape, with Allow", async () => {
  const wrong: string[] = [];
  let asked = 0;
  const cells = answersAt.flatMap(({ path, own, allow }) =>
    methods.filter((method) => !own.includes(method)).map((method) => ({ path, method, allow })),
  );
  await inParallel(cells, async ({ path, method, allow }) => {
    for (const [name, answer] of await asEach(["anonymous", "admin"], method, path)) {
      asked += 1;
      const got = `${answer.status} ${codeOf(answer)} ${answer.headers.allow}`;
      const want = `405 method_not_allowed ${allow}`;
      if (got !== want) wrong.push(`${method} ${path} as ${name}: ${got}, not ${want}`);
    }
  });
  expect(wrong).toEqual([]);
  expect(answersAt.length).toBeGreaterThan(100);
  expect(asked).toBeGreaterThan(700);
});

test("OPTIONS names the methods of every address, and HEAD answers where GET does", async () => {
  const { baseUrl } = instance();
  const wrong: string[] = [];
  await inParallel(answersAt, async ({ path, own, allow }) => {
    const options = await send(baseUrl, path, { method: "OPTIONS" });
    if (options.status !== 204 || options.headers.allow !== allow)
      wrong.push(`OPTIONS ${path}: ${options.status} ${options.headers.allow}, not ${allow}`);
    const head = await send(baseUrl, path, { method: "HEAD" });
    const { status } = own.includes("GET") ? await send(baseUrl, path) : { status: 405 };
    if (head.status !== status || head.text !== "")
      wrong.push(`HEAD ${path}: ${head.status}, not ${status}`);
  });
  expect(wrong).toEqual([]);
});

test("an address that does not exist is 404 to whoever signed in and 401 to all others, never a page", async () => {
  const codes: Record<string, string> = {
    anonymous: "401 unauthenticated",
    disabled: "401 unauthenticated",
    admin: "404 not_found",
    "The owner": "404 not_found",
    "token read-only": "404 not_found",
    "token scim": "404 not_found",
  };
  const wrong: string[] = [];
  const cells = nowhere.flatMap((path) =>
    [...methods, "OPTIONS"].map((method) => ({ method, path })),
  );
  await inParallel(cells, async ({ method, path }) => {
    for (const [name, answer] of await asEach(Object.keys(codes), method, path)) {
      const got = `${answer.status} ${codeOf(answer)}`;
      const isOwnShape =
        path.startsWith("/scim/") === /scim/.test(answer.headers["content-type"] ?? "");
      if (got !== codes[name] || !isOwnShape) wrong.push(`${method} ${path} as ${name}: ${got}`);
    }
  });
  expect(wrong).toEqual([]);
  const dead = { authorization: "Bearer muster_pat_dead" };
  const answer = await send(instance().baseUrl, "/api/v1/nothing", { headers: dead });
  expect([answer.status, codeOf(answer)]).toEqual([401, "unauthenticated"]);
});

test("a header that holds no bearer token is told how a token is sent", async () => {
  for (const authorization of ["Basic YWRhOnNlY3JldA==", "Bearer", "muster_pat_without_a_word"]) {
    const answer = await send(instance().baseUrl, "/api/v1/me", { headers: { authorization } });
    expect([answer.status, codeOf(answer)]).toEqual([401, "unauthenticated"]);
    expect(answer.text).toContain("Send the token as Authorization: Bearer muster_pat_…");
  }
});

test("a method that HTTP knows and no address answers, and an address that cannot be decoded, are refused in the error shape", async () => {
  for (const path of ["/api/v1/identities", "/api/v1/nothing", "/scim/v2/Users"]) {
    const answer = await send(instance().baseUrl, path, { method: "PROPFIND" });
    expect([answer.status, codeOf(answer)]).toEqual([405, "method_not_allowed"]);
  }
  for (const path of ["/api/v1/%zz", "/api/v1/identities/%e0%a4", "/scim/v2/Users/%zz"]) {
    const answer = await send(instance().baseUrl, path);
    expect([path, answer.status, codeOf(answer)]).toEqual([path, 400, "invalid_input"]);
  }
});
