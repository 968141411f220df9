import { expect, test } from "@playwright/test";
import { query } from "./support/database";
import { adminPage } from "./support/pages";
import { violationsOf } from "./support/violations";

const plan = {
  at: "2026-11-20T12:00:00.000Z",
  state: "active",
  consumers: [],
  leftovers: [],
  lastUsedAt: { state: "unknown", reason: "not_offered" },
};
let caseId = "";

/** One case that no page can show: nobody else's page fails with it. */
test.beforeAll(async () => {
  const [made] = await query<{ id: string }>(
    `INSERT INTO offboarding_case (id, kind, source_name, connector_id, target, external_id, mode, state,
       reason, requested_by, other_approver, watch_days, plan, created_at, state_at)
     VALUES (gen_random_uuid(), 'offboarding', 'A source of the past', 'github',
       '{"subject": "identity", "kind": "deploy_key", "name": "Key of the past", "holder": null}', 'gone', 'provider',
       'planned', 'Nobody needs it', 'Eve', false, 14, $1, now(), now()) RETURNING id`,
    [{ ...plan, steps: 5 }],
  );
  caseId = made?.id ?? "";
});
test.afterAll(async () => {
  await query("DELETE FROM offboarding_case WHERE id = $1::uuid", [caseId]);
});

test("a page that cannot be shown says so with a reference inside its frame, and is read anew by Try again", async ({
  browser,
}) => {
  const page = await adminPage(browser);
  await page.goto(`/offboarding/${caseId}`);
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await expect(page.getByText(/Nothing was changed and your data is kept/)).toContainText(
    /reference: \d+/,
  );
  await expect(page.getByText("is not a function")).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  expect(await violationsOf(page, { advice: true })).toEqual([]);
  await query("UPDATE offboarding_case SET plan = $2 WHERE id = $1::uuid", [
    caseId,
    { ...plan, steps: [] },
  ]);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Key of the past" })).toBeVisible();
  await page.context().close();
});
