import { expect, type Page, test } from "@playwright/test";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { query } from "./support/database";
import { insertIdentities } from "./support/inserted-identities";
import { instance } from "./support/instance";
import { adminContext, joinAs } from "./support/role-session";

const idsOf = async (page: Page, q: string): Promise<string[]> => {
  const answer = await page.request.get(`/api/v1/identities?limit=50&q=${encodeURIComponent(q)}`);
  return ((await answer.json()) as { items: { id: string }[] }).items.map(({ id }) => id);
};
const detailOf = async (page: Page, id: string) =>
  (await (await page.request.get(`/api/v1/identities/${id}`)).json()) as IdentityDetail;

test("beside the score stands how much of it rests on facts", async ({ browser }) => {
  const context = await adminContext(browser);
  const page = await context.newPage();
  await expect(async () => {
    const [id = ""] = await idsOf(page, "source:sample kind:iam_user findings:yes");
    const { confidence } = (await detailOf(page, id)).identity.risk;
    expect(confidence).toBeGreaterThan(0);
    await page.goto(`/identities/${id}`);
    await expect(page.getByText(`Based on ${confidence} % of the facts`)).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 120_000 });
  await context.close();
});

test("since when something is no longer listed is said with its zone", async ({ browser }) => {
  const context = await adminContext(browser);
  const page = await context.newPage();
  const { ids, remove } = await insertIdentities(`gone-${Date.now().toString(36)}`, 1);
  try {
    const since = "2026-11-03T04:05:00Z";
    await query("UPDATE identity SET missing_since = $2 WHERE id = $1", [ids[0], since]);
    await page.goto(`/identities/${ids[0]}`);
    await expect(page.getByText("No longer listed since 2026-11-03 04:05 UTC")).toBeVisible();
    await expect(page.getByText("Not scored yet", { exact: true })).toBeVisible();
  } finally {
    await remove();
    await context.close();
  }
});

test("a candidate who is not the owner is called rejected in words", async ({ browser }) => {
  const context = await adminContext(browser);
  const page = await context.newPage();
  let found: IdentityDetail | undefined;
  for (const id of (await idsOf(page, "source:sample owner:inferred kind:iam_user")).toReversed()) {
    found = await detailOf(page, id);
    if (found.candidates.length > 0 && found.candidates.every((one) => !one.rejected)) break;
  }
  await page.goto(`/identities/${found?.identity.id}`);
  const first = page
    .getByRole("region", { name: "Owner" })
    .getByRole("listitem")
    .filter({ hasText: found?.candidates.at(-1)?.candidate ?? "-" })
    .first();
  await expect(first).not.toContainText("Rejected");
  await first.getByRole("button", { name: "Not the owner" }).click();
  await expect(first).toContainText("Rejected");
  await context.close();
});

test("an owner reads the next rotation of what is theirs with its zone", async ({ browser }) => {
  const admin = await adminContext(browser);
  const page = await admin.newPage();
  const owner = await joinAs(browser, "owner", "Rotating Owner");
  const { id: personId } = (await (await owner.context.request.get("/api/v1/me")).json()) as {
    id: string;
  };
  const ids = await idsOf(page, "source:sample kind:iam_user rotation:over_policy owner:none");
  const assigned = await page.request.post("/api/v1/identities/owner", {
    headers: { origin: instance().baseUrl },
    data: { target: { ids: ids.slice(-1) }, personId },
  });
  expect(assigned.ok()).toBe(true);
  const theirs = await owner.context.newPage();
  await theirs.goto("/mine");
  await expect(theirs.getByText(/^Was due on \d{4}-\d\d-\d\d UTC$/)).toBeVisible();
  await owner.context.close();
  await admin.close();
});
