import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { reach, roles } from "../lib/domain/people/permissions";
import { adminContext, joinAs } from "./support/role-session";

const matrix = JSON.parse(readFileSync("app/_http/access-matrix.json", "utf8")) as Record<
  string,
  string
>;
/** Pages without a parameter in their path, and what each asks for. */
const pages = Object.entries(matrix).flatMap(([key, permission]) => {
  const [, path = ""] = /^page (\S+)$/.exec(key) ?? [];
  return path && !path.includes("[") && permission.includes(":") ? [{ path, permission }] : [];
});

test("a page that the role does not include answers 403, all others 200", async ({ browser }) => {
  expect(pages.length).toBeGreaterThan(10);
  const wrong: string[] = [];
  for (const role of roles) {
    const context =
      role === "admin"
        ? await adminContext(browser)
        : (await joinAs(browser, role, `Forbidden ${role}`)).context;
    for (const { path, permission } of pages) {
      const answer = await context.request.get(path, { maxRedirects: 0 });
      // Those without the overview are sent to where they can work.
      const sentOn = path === "/" && reach(role, "overview:read") === "none";
      const wanted = reach(role, permission) === "none" ? 403 : sentOn ? 307 : 200;
      if (answer.status() !== wanted)
        wrong.push(`${role} ${path}: ${answer.status()}, not ${wanted}`);
    }
    await context.close();
  }
  expect(wrong).toEqual([]);
});

test("somebody without a page reads that their role does not include it", async ({ browser }) => {
  const { context } = await joinAs(browser, "owner", "Olga Owner");
  const page = await context.newPage();
  const answer = await page.goto("/audit-log");
  expect(answer?.status()).toBe(403);
  await expect(page.getByText("Your role does not include this page")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await context.close();
});
