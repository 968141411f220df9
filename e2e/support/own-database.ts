import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { instance } from "./instance";

interface Database {
  name: string;
  port: string;
  password: string;
}

/** Muster's own PostgreSQL, which is a server like any other. */
export function ownDatabase(): { port: string; password: string } {
  const { dataDir } = instance();
  const pid = readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n");
  return {
    port: (pid[3] ?? "").trim(),
    password: readFileSync(path.join(dataDir, "database-password"), "utf8").trim(),
  };
}

/** Connects it as a source and stays on its page. */
export async function connectDatabase(
  page: Page,
  { name, port, password }: Database,
): Promise<void> {
  await page.goto("/sources/new?connector=postgresql");
  await page.getByRole("textbox", { name: "Name" }).first().fill(name);
  await page.getByRole("textbox", { name: "Host" }).fill("127.0.0.1");
  await page.getByRole("textbox", { name: "Port" }).fill(port);
  await page.getByRole("textbox", { name: "Role" }).fill("postgres");
  await page.getByLabel("Password").first().fill(password);
  await page.getByRole("combobox", { name: "TLS" }).click();
  await page.getByRole("option", { name: "Disable" }).click();
  await page.getByRole("button", { name: "Connect and sync" }).click();
  await page.waitForURL(/\/sources\/[0-9a-f-]{36}/);
}
