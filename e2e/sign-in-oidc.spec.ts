import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { OAuth2Server } from "oauth2-mock-server";
import { query as rows } from "./support/database";
import { asAdministrator, newPerson, signInOver, visitor } from "./support/people";
import { type SecondServer, startSecondServer } from "./support/second-server";
import { openContext } from "./support/open-context";

type Claims = Record<string, unknown>;

const provider = new OAuth2Server();
const other = new OAuth2Server();
let strict: SecondServer;
let lenient: SecondServer;
let claims: Claims = {};
let verifier = "";

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  for (const server of [provider, other]) {
    await server.issuer.keys.generate("RS256");
    await server.start(0, "127.0.0.1");
    server.service.on("beforeTokenSigning", (token, request) => {
      Object.assign(token.payload, claims);
      verifier = (request.body as { code_verifier?: string }).code_verifier ?? "";
    });
  }
  const common = {
    MUSTER_ALLOW_PRIVATE_HOSTS: "127.0.0.1,localhost",
    MUSTER_OIDC_ISSUER: provider.issuer.url ?? "",
    MUSTER_OIDC_CLIENT_ID: "muster",
    MUSTER_OIDC_CLIENT_SECRET: "an example client secret",
    MUSTER_OIDC_NAME: "Example Login",
  };
  strict = await startSecondServer({ env: common });
  lenient = await startSecondServer({
    env: {
      ...common,
      MUSTER_OIDC_ROLE: "auditor",
      MUSTER_OIDC_TRUST_EMAIL: "1",
      MUSTER_OIDC_2_ISSUER: other.issuer.url ?? "",
      MUSTER_OIDC_2_CLIENT_ID: "muster",
      MUSTER_OIDC_2_CLIENT_SECRET: "another example client secret",
      MUSTER_OIDC_2_NAME: "Partner Login",
    },
  });
});
test.afterAll(async () => {
  await Promise.all([strict?.stop(), lenient?.stop()]);
  await Promise.all([provider.stop(), other.stop()]);
});

const subject = (): string => randomBytes(8).toString("hex");

interface Arrival {
  /** The code in the sign-in page's address, or null. */
  error: string | null;
  /** The page that it ended on. */
  said: string;
  /** The role that the session has. */
  me: { email: string; role: string } | null;
  authorize: URL;
}

/** Everything between the button and the first page, as a browser does it. */
async function arrive(
  web: SecondServer,
  given: Claims,
  meddle: (callback: URL) => void = () => undefined,
  way = "oidc",
): Promise<Arrival> {
  claims = given;
  const http = await visitor({ baseUrl: web.baseUrl });
  const { csrfToken } = (await (await http.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const begun = await http.post(`/api/auth/signin/${way}`, {
    form: { csrfToken, callbackUrl: "/identities", json: "true" },
  });
  const authorize = new URL(((await begun.json()) as { url: string }).url);
  const redirect = await http.get(authorize.toString(), { maxRedirects: 0 });
  const callback = new URL(redirect.headers().location ?? "");
  meddle(callback);
  const landed = await http.get(callback.toString());
  const me = await http.get("/api/v1/me");
  const result = {
    error: new URL(landed.url()).searchParams.get("error"),
    said: await landed.text(),
    me: me.ok() ? ((await me.json()) as { email: string; role: string }) : null,
    authorize,
  };
  await http.dispose();
  return result;
}

test("the button carries the provider's name and leads in with PKCE, state and nonce", async ({
  browser,
}) => {
  const person = await newPerson(browser, "Olga Oidc", "manager");
  const sub = subject();
  claims = { sub, email: person.email, email_verified: true };
  const page = await (await openContext(browser)).newPage();
  await page.goto(`${strict.baseUrl}/sign-in?callbackUrl=/findings`);
  await page.getByRole("button", { name: "Continue with Example Login" }).click();
  await page.waitForURL(`${strict.baseUrl}/findings`);
  await page.context().close();

  const { authorize, me, error } = await arrive(strict, { sub, email: "moved@muster.example" });
  expect(error).toBeNull();
  expect(me, "known by subject although the address changed").toMatchObject({
    email: person.email,
    role: "manager",
  });
  expect(authorize.searchParams.get("code_challenge_method")).toBe("S256");
  expect(authorize.searchParams.get("code_challenge")).toBe(
    createHash("sha256").update(verifier).digest("base64url"),
  );
  expect(authorize.searchParams.get("state")).toBeTruthy();
  expect(authorize.searchParams.get("nonce")).toBeTruthy();

  const second = await arrive(strict, {
    sub: subject(),
    email: person.email,
    email_verified: true,
  });
  expect(second.me, "a second account of the same provider").toBeNull();
  expect(second.error).toBe("AddressTaken");
  expect(second.said).toContain("Another account of this provider");
});

test("an answer with another state, another nonce, for another client or unsigned is refused", async ({
  browser,
}) => {
  const person = await newPerson(browser, "Stan State");
  const good = { sub: subject(), email: person.email, email_verified: true };
  const bad: [Claims, (callback: URL) => void][] = [
    [good, (callback) => callback.searchParams.set("state", "another")],
    [good, (callback) => callback.searchParams.set("code", "another")],
    [{ ...good, nonce: "another" }, () => undefined],
    [{ ...good, aud: "another-client" }, () => undefined],
    [{ ...good, iss: "https://evil.example" }, () => undefined],
    [{ ...good, exp: 1_000 }, () => undefined],
  ];
  for (const [given, meddle] of bad) {
    const { me, error } = await arrive(strict, given, meddle);
    expect(me, JSON.stringify(given)).toBeNull();
    expect(error).toBe("OAuthCallback");
  }
  expect(await rows("SELECT 1 FROM person_login WHERE subject = $1", [good.sub])).toEqual([]);
  expect((await arrive(strict, good)).me).toMatchObject({ email: person.email });
});

test("only a verified address says who somebody is; a missing mark counts only when trusted", async ({
  browser,
}) => {
  const person = await newPerson(browser, "Vera Verified");
  const sub = subject();
  for (const mark of [{}, { email_verified: false }, { email_verified: "true" }]) {
    const { me, said } = await arrive(strict, { sub, email: person.email, ...mark });
    expect(me).toBeNull();
    expect(said).toContain("does not say that your e-mail address is verified");
  }
  const denied = await arrive(lenient, { sub, email: person.email, email_verified: false });
  expect(denied.me, "said to be unverified, trusted or not").toBeNull();
  expect((await arrive(lenient, { sub, email: person.email })).me).toMatchObject({
    email: person.email,
    role: "analyst",
  });
});

test("strangers are refused unless a role is set for them; the invited join with theirs", async () => {
  const email = `stranger-${subject()}@muster.example`;
  const stranger = { sub: subject(), email, email_verified: true, name: "Sasha Stranger" };
  const refused = await arrive(strict, stranger);
  expect(refused).toMatchObject({ me: null });
  expect(refused.said).toContain("You are not known here yet");

  const admin = await asAdministrator();
  const invited = await admin.post("/api/v1/people", { data: { email, role: "owner" } });
  const { url } = (await invited.json()) as { url: string };
  expect((await arrive(strict, stranger)).me).toMatchObject({ email, role: "owner" });
  const used = await (await visitor()).get(url);
  expect(await used.text(), "the link is used up").toContain("no longer works");

  const other = {
    sub: subject(),
    email: `joins-${subject()}@muster.example`,
    email_verified: true,
  };
  expect((await arrive(lenient, other)).me).toMatchObject({ role: "auditor" });
  await admin.dispose();
});

test("each provider has its button and its own rules; one's accounts are not the other's", async ({
  browser,
}) => {
  const page = await (await openContext(browser)).newPage();
  await page.goto(`${lenient.baseUrl}/sign-in`);
  await expect(page.getByRole("button", { name: /Continue with/ })).toHaveText([
    "Continue with Example Login",
    "Continue with Partner Login",
  ]);
  const sub = subject();
  const email = `partner-${sub}@muster.example`;
  const partner = { sub, email, email_verified: true };
  claims = partner;
  await page.getByRole("button", { name: "Continue with Partner Login" }).click();
  await expect(page.getByText("You are not known here yet"), "no role for strangers").toBeVisible();
  expect(await rows("SELECT 1 FROM person_login WHERE subject = $1", [sub])).toEqual([]);
  await page.context().close();

  const nobody = () => undefined;
  expect((await arrive(lenient, partner)).me, "the first takes strangers").toMatchObject({ email });
  const elsewhere = { sub, email: "somebody-else@muster.example", email_verified: true };
  expect((await arrive(lenient, elsewhere, nobody, "oidc-2")).me, "same subject").toBeNull();
  expect((await arrive(lenient, partner, nobody, "oidc-2")).me, "same address").toMatchObject({
    email,
    role: "auditor",
  });
  const issuers = await rows("SELECT issuer FROM person_login WHERE subject = $1", [sub]);
  expect(issuers).toHaveLength(2);
});

test("a disabled person is refused, known or not yet linked, by any way in", async ({
  browser,
}) => {
  const person = await newPerson(browser, "Dora Disabled");
  const known = { sub: subject(), email: person.email, email_verified: true };
  expect((await arrive(strict, known)).me).not.toBeNull();
  const admin = await asAdministrator();
  const [row] = await rows<{ id: string }>("SELECT id FROM person WHERE email = $1", [
    person.email,
  ]);
  expect((await admin.post(`/api/v1/people/${row?.id}/disable`)).status()).toBe(200);
  expect((await arrive(strict, known)).said).toContain("This account is disabled");
  await rows("DELETE FROM person_login WHERE subject = $1", [known.sub]);
  expect((await arrive(lenient, known)).said).toContain("This account is disabled");
  const http = await visitor();
  expect(await signInOver(http, { email: person.email, password: person.password })).toContain(
    "is not right",
  );
  await Promise.all([admin.dispose(), http.dispose()]);
});
