import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { query as rows } from "./support/database";
import { instance } from "./support/instance";
import { enterPassword, newPerson, signOut } from "./support/people";

/** Browsers offer passkeys on loopback only under this name. */
const home = (): string => instance().baseUrl.replace("127.0.0.1", "localhost");

async function plugIn(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, id: authenticatorId };
}

const tenMinutesPass = (email: string) =>
  rows(
    `UPDATE session SET stepped_up_at = stepped_up_at - interval '11 minutes'
     FROM person WHERE person.id = person_id AND email = $1`,
    [email],
  );
const liveSession = async (email: string) =>
  (
    await rows<{ assurance_level: number }>(
      `SELECT assurance_level FROM session JOIN person ON person.id = person_id
       WHERE email = $1 AND ended_at IS NULL ORDER BY session.created_at DESC LIMIT 1`,
      [email],
    )
  )[0];

test("a passkey is enrolled, asked for at sign-in, and confirms a dangerous action", async ({
  page,
  browser,
}) => {
  const person = await newPerson(browser, "Petra Passkey");
  const { cdp, id } = await plugIn(page);
  await enterPassword(page, person, home());
  await page.waitForURL(`${home()}/`);

  await page.goto(`${home()}/settings`);
  await tenMinutesPass(person.email);
  await page.getByRole("button", { name: "Add passkey" }).click();
  await page.getByLabel("Name of the passkey").fill("Test laptop");
  await page.getByRole("dialog").getByRole("button", { name: "Add passkey" }).click();
  const confirm = page.getByRole("dialog", { name: "Confirm that it is you" });
  await confirm.getByLabel("Password", { exact: true }).fill("not my password");
  await confirm.getByRole("button", { name: "Confirm" }).click();
  await expect(confirm.getByText("The password is not right.")).toBeVisible();
  await confirm.getByLabel("Password", { exact: true }).fill(person.password);
  await confirm.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Test laptop")).toBeVisible();
  await expect(page.getByText("On one device · AAL3")).toBeVisible();
  await page.getByRole("button", { name: "Create codes" }).click();
  const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const code = await codes.first().textContent();
  await page.getByRole("button", { name: "I have kept them" }).click();

  await signOut(page);
  await enterPassword(page, person, home());
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(`${home()}/`);
  expect(await liveSession(person.email)).toEqual({ assurance_level: 3 });

  await tenMinutesPass(person.email);
  await page.goto(`${home()}/settings/tokens`);
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByLabel("What it is for").fill("Nightly export");
  await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
  await expect(confirm.getByLabel("Password", { exact: true })).toHaveCount(0);
  // Without the person's finger nothing happens.
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: false });
  await confirm.getByRole("button", { name: "Use a passkey" }).click();
  await expect(confirm.getByText("Not confirmed")).toBeVisible();
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: true });
  await confirm.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("Copy the token now")).toBeVisible();
  await expect(page.getByText(/muster_pat_[\w-]{47}/)).toBeVisible();

  // The device is lost: a recovery code lets in, once.
  await page.getByRole("button", { name: "Done" }).click();
  await signOut(page);
  for (const works of [true, false]) {
    await enterPassword(page, person, home());
    await page.getByRole("button", { name: "Use a recovery code" }).click();
    await page.getByLabel("Recovery code").fill(code ?? "");
    await page.getByRole("button", { name: "Confirm code" }).click();
    if (works) {
      await page.waitForURL(`${home()}/`);
      await signOut(page);
    } else await expect(page.getByText("was used already")).toBeVisible();
  }

  await page.getByRole("button", { name: "Use another way" }).click();
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL(`${home()}/`);
  await page.goto(`${home()}/settings`);
  await page.getByRole("button", { name: "Change Test laptop" }).click();
  await page.getByRole("menuitem", { name: "Remove passkey" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove passkey" }).click();
  await expect(page.getByText("No passkeys yet")).toBeVisible();
  await signOut(page);
  await enterPassword(page, person, home());
  await page.waitForURL(`${home()}/`);

  const events = await rows<{ event: string }>(
    `SELECT DISTINCT event FROM audit_event JOIN person ON person.id::text = actor_id
     WHERE email = $1 AND event LIKE 'passkey.%' AND outcome = 'done'`,
    [person.email],
  );
  expect(events.map((row) => row.event).sort()).toEqual([
    "passkey.added",
    "passkey.begun",
    "passkey.removed",
  ]);
});

test("away from the address that passkeys belong to, the page says where they work", async ({
  page,
  browser,
}) => {
  const person = await newPerson(browser, "Nora Numbers");
  await enterPassword(page, person);
  await page.waitForURL(`${instance().baseUrl}/`);
  await page.goto(`${instance().baseUrl}/settings`);
  await page.getByRole("button", { name: "Add passkey" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Add passkey" }).click();
  await expect(page.getByText(`only at ${home()}`)).toBeVisible();
});
