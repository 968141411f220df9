import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Role, tokenScopes } from "../../lib/domain/people/permissions";
import { actionAnswer, callAction, serverActions } from "./actions";
import { send } from "./http";
import { administrator, instance } from "./instance";

export interface TestActor {
  name: string;
  role: Role | "none";
  /** What its requests carry. */
  headers: Record<string, string>;
  /** Scopes of a token; absent for people. */
  scopes?: string[];
  personId?: string;
  email?: string;
}

/** Sign-ins of these tests come from an address of their own: limits are per address. */
const from = "127.0.0.77";
export const testPassword = "a-long-passphrase-for-tests-7";
const cookieName = "muster.session";

const cookiesOf = (headers: { "set-cookie"?: string[] }): string =>
  (headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; ");

/** Signs in through next-auth's own door and returns the session cookie as a header. */
export async function signIn(email: string, password: string): Promise<Record<string, string>> {
  const { baseUrl } = instance();
  const start = await send(baseUrl, "/api/auth/csrf", { from });
  const { csrfToken } = JSON.parse(start.text) as { csrfToken: string };
  const answer = await send(baseUrl, "/api/auth/callback/credentials", {
    method: "POST",
    from,
    headers: {
      origin: baseUrl,
      cookie: cookiesOf(start.headers),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }).toString(),
  });
  const cookie = cookiesOf(answer.headers)
    .split("; ")
    .find((one) => one.startsWith(`${cookieName}=`));
  if (!cookie) throw new Error(`${email} could not sign in: ${answer.status} ${answer.text}`);
  return { cookie };
}

/** Asks an address of the API or a page as this actor; a body is sent as JSON. */
export const ask = (headers: Record<string, string>, path: string, method = "GET", body?: object) =>
  send(instance().baseUrl, path, {
    method,
    headers: {
      ...headers,
      ...(method === "GET"
        ? {}
        : { origin: instance().baseUrl, "content-type": "application/json" }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

/** Calls an action as this actor from our own pages. */
export async function tryAction(actor: Record<string, string>, name: string, input: unknown) {
  const { baseUrl } = instance();
  const action = serverActions().find((one) => one.name === name);
  if (!action) throw new Error(`The build has no action ${name}.`);
  return callAction(baseUrl, action, [input], { headers: { ...actor, origin: baseUrl } });
}

/** The same; throws unless it succeeded. */
export async function act<Result>(
  actor: Record<string, string>,
  name: string,
  input: unknown,
): Promise<Result> {
  const answer = await tryAction(actor, name, input);
  const said = actionAnswer(answer);
  if (!said?.ok) throw new Error(`${name}: ${answer.status} ${JSON.stringify(said?.error)}`);
  return said.result as Result;
}

export async function getJson<Body>(actor: Record<string, string>, address: string): Promise<Body> {
  const answer = await send(instance().baseUrl, address, { headers: actor });
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status} ${answer.text}`);
  return JSON.parse(answer.text) as Body;
}

/** Invites somebody, accepts the invitation and signs in, all through the product. */
export async function addPerson(
  admin: Record<string, string>,
  role: Role,
  name: string,
): Promise<TestActor> {
  // A test that failed makes its people again.
  const once = Date.now().toString(36);
  const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, "-")}.${once}@security.example`;
  const invited = await act<{ url: string }>(admin, "inviteAction", { email, role });
  const token = new URL(invited.url).searchParams.get("token");
  await act({}, "acceptInvitationAction", { token, name, password: testPassword });
  const headers = await signIn(email, testPassword);
  const me = await getJson<{ personId?: string; id?: string }>(headers, "/api/v1/me");
  return { name, role, headers, email, personId: me.personId ?? me.id ?? "" };
}

async function addToken(
  of: Record<string, string>,
  name: string,
  scopes: string[],
): Promise<TestActor> {
  const { token } = await act<{ token: string }>(of, "createTokenAction", {
    name,
    scopes,
    days: 1,
  });
  return { name, role: "admin", headers: { authorization: `Bearer ${token}` }, scopes };
}

/** All but the directory's, whose token is an actor of its own. */
const everyScope = Object.keys(tokenScopes).filter((scope) => scope !== "scim");
const file = (): string => path.join(instance().dataDir, "actors.json");

/** One actor of each kind that the access matrix knows. Made once a run. */
export async function makeActors(): Promise<void> {
  const admin = await signIn(administrator.email, administrator.password);
  const actors: TestActor[] = [
    { name: "anonymous", role: "none", headers: {} },
    { name: "admin", role: "admin", headers: admin },
  ];
  for (const role of ["analyst", "manager", "auditor", "owner"] as const) {
    actors.push(await addPerson(admin, role, `The ${role}`));
  }
  actors.push(await addPerson(admin, "owner", "Other owner"));
  const leaver = await addPerson(admin, "admin", "Left person");
  await act(admin, "disablePersonAction", { personId: leaver.personId });
  actors.push({ ...leaver, name: "disabled", role: "none" });
  actors.push(await addToken(admin, "token read-only", ["read"]));
  actors.push(await addToken(admin, "token read-write", everyScope));
  actors.push(await addToken(admin, "token scim", ["scim"]));
  const { items } = await getJson<{ items: { id: string }[] }>(
    admin,
    "/api/v1/identities?limit=20",
  );
  const owners = actors.filter(({ role }) => role === "owner");
  for (const [index, { personId }] of owners.entries()) {
    const ids = items.slice(index * 10, index * 10 + 10).map(({ id }) => id);
    await act(admin, "assignOwnerAction", { target: { ids }, personId });
  }
  writeFileSync(file(), JSON.stringify(actors), { mode: 0o600 });
}

export const allActors = (): TestActor[] => JSON.parse(readFileSync(file(), "utf8")) as TestActor[];

export function actorNamed(name: string): TestActor {
  const found = allActors().find((one) => one.name === name);
  if (!found) throw new Error(`No actor ${name}.`);
  return found;
}
