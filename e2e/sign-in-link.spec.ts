import { expect, test } from "@playwright/test";
import { query as rows } from "./support/database";
import { instance } from "./support/instance";
import { openContext } from "./support/open-context";
import { enterPassword, insertPerson, signInOver, visitor } from "./support/people";

test("somebody who forgot the password is let in again by a link that an administrator makes", async ({
  page,
  browser,
}) => {
  const { baseUrl } = instance();
  const admin = await insertPerson("Lena Linkmaker", "admin");
  const person = await insertPerson(`Fiete Forgetful ${Date.now().toString(36)}`);
  const open = await visitor();
  expect(await signInOver(open, { email: person.email, password: person.password })).toBeNull();

  await page.goto(`${baseUrl}/sign-in`);
  await expect(page.getByText("Forgot your password? Ask an administrator")).toBeVisible();
  await enterPassword(page, admin);
  await page.waitForURL(`${baseUrl}/`);
  await page.goto(`${baseUrl}/settings/people`);
  await page.getByRole("button", { name: `Change access of ${person.name}` }).click();
  await page.getByRole("menuitem", { name: "Make a new sign-in link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make link" }).click();
  const shown = page.getByRole("dialog", { name: `Sign-in link for ${person.name}` });
  const link = (await shown.locator("pre").textContent()) ?? "";
  expect(link).toContain(`${baseUrl}/new-password?token=`);

  const elsewhere = await (await openContext(browser)).newPage();
  await elsewhere.goto(link);
  await expect(elsewhere.getByText(person.email)).toBeVisible();
  const password = "ten loud herons wade";
  await elsewhere.getByLabel("Password", { exact: true }).fill(password);
  await elsewhere.getByRole("button", { name: "Set password" }).click();
  await expect(elsewhere.getByRole("heading", { name: "Your password is set" })).toBeVisible();
  expect((await open.get("/api/v1/me")).status(), "the session from before").toBe(401);
  await elsewhere.getByRole("link", { name: "Sign in" }).click();
  await elsewhere.waitForURL(/sign-in/);
  await enterPassword(elsewhere, { ...person, password });
  await elsewhere.waitForURL(`${baseUrl}/`);

  await elsewhere.goto(link);
  await expect(elsewhere.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await elsewhere.context().close();
  await open.dispose();
});

test("a program with a session makes such a link, a token cannot, and the second factor stays", async ({
  page,
}) => {
  const admin = await insertPerson("Lara Linkmaker", "admin");
  const person = await insertPerson("Sina Secondfactor");
  const [key] = await rows<{ id: string }>(
    `INSERT INTO passkey (id, person_id, credential_id, public_key, counter, transports, name)
     SELECT gen_random_uuid(), id, id, '\\x01', 0, '{}', 'Key' FROM person WHERE email = $1
     RETURNING person_id AS id`,
    [person.email],
  );
  const door = `/api/v1/people/${key?.id}/sign-in-link`;
  const http = await visitor();
  expect(await signInOver(http, { email: admin.email, password: admin.password })).toBeNull();
  const wanted = { name: "links", scopes: ["read"], days: 1 };
  const { token } = (await (await http.post("/api/v1/tokens", { data: wanted })).json()) as {
    token: string;
  };
  const program = await visitor({ headers: { authorization: `Bearer ${token}` } });
  expect((await program.post(door)).status()).toBe(403);
  const made = await http.post(door);
  expect(made.status()).toBe(201);

  await page.goto(((await made.json()) as { url: string }).url);
  const password = "ten loud herons wade";
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.waitForURL(/sign-in/);
  await enterPassword(page, { ...person, password });
  await expect(page.getByRole("heading", { name: "Confirm that it is you" })).toBeVisible();
  await Promise.all([http.dispose(), program.dispose()]);
});

test("the sign-in page says nothing that somebody else wrote into its address", async ({
  page,
}) => {
  const lure = "Your account is locked. Call 555-0100.";
  await page.goto(`${instance().baseUrl}/sign-in?error=${encodeURIComponent(lure)}`);
  await expect(
    page.getByRole("alert").filter({ hasText: "The sign-in did not work" }),
  ).toBeVisible();
  await expect(page.getByText("555-0100")).toHaveCount(0);
});
