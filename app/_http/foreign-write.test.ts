import { afterAll, beforeAll, expect, it } from "vitest";
import { resetEnv } from "@/lib/infra/env";
import { isForeignWrite } from "./foreign-write";

beforeAll(() => {
  process.env.MUSTER_BASE_URL = "https://muster.example";
  resetEnv();
});
afterAll(() => {
  delete process.env.MUSTER_BASE_URL;
  resetEnv();
});

const asked = (headers: Record<string, string>, pathname = "/settings", method = "POST") =>
  isForeignWrite({ method, headers: new Headers(headers), nextUrl: { pathname } });
const host = "muster.example";

it("tells a foreign page's call of an action, which Next would abort without a word", () => {
  for (const origin of ["https://evil.example", "null", "https://muster.example.evil.example", "%"])
    expect([origin, asked({ origin, host })]).toEqual([origin, true]);
});

it("leaves to the action what Next lets through, so that its refusal is read on the page", () => {
  expect(asked({ origin: "https://muster.example", host })).toBe(false);
  expect(asked({ origin: "https://muster.example", host: "127.0.0.1:3000" })).toBe(false);
  expect(asked({ host })).toBe(false);
  expect(asked({ origin: "http://192.0.2.7:3000", host: "192.0.2.7:3000" })).toBe(false);
  const forwarded = { "x-forwarded-host": "evil.example, muster.example" };
  expect(asked({ origin: "https://evil.example", host, ...forwarded })).toBe(false);
});

it("leaves the doors for machines and whatever only reads alone", () => {
  const foreign = { origin: "https://evil.example", host };
  for (const path of ["/api/v1/views", "/scim/v2/Users", "/metrics"])
    expect([path, asked(foreign, path)]).toEqual([path, false]);
  expect(asked(foreign, "/settings", "GET")).toBe(false);
  expect(asked(foreign, "/apiary")).toBe(true);
});
