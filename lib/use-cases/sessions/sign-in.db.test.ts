import { randomBytes, randomInt } from "node:crypto";
import { performance } from "node:perf_hooks";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { anonymousContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { systemContext } from "../context";
import { createFirstAdministrator } from "../people/create-first-administrator";
import { signInWithOidc } from "./sign-in-with-oidc";
import { signInWithPassword } from "./sign-in";

useDatabase();

const email = "ada@muster.example";
const tries = 500;
const mostMs = 5;
const enoughMs = 12_000;

beforeAll(async () => {
  await createFirstAdministrator(systemContext("test"), {
    email,
    name: "Ada",
    password: "a quiet river bends",
  });
});

async function refusedAfterMs(address: string, ip: string): Promise<number> {
  const started = performance.now();
  const given = { email: address, password: "not the password", userAgent: null };
  await expect(signInWithPassword({ ...anonymousContext(), ip }, given)).rejects.toMatchObject({
    message: "The e-mail address or the password is not right.",
  });
  return performance.now() - started;
}

/** One person for so many tries: an account is closed after 100 wrong ones. */
const triesEach = 80;

/** By how many milliseconds a wrong password takes longer than an unknown address, try by try. */
async function* differences(tries: number): AsyncGenerator<number> {
  const { passwordHash } = await db().person.findUniqueOrThrow({ where: { email } });
  for (let pair = 0; pair < tries / 2; pair++) {
    const known = `known-${Math.floor(pair / triesEach)}@muster.example`;
    if (pair % triesEach === 0) {
      const person = { email: known, name: "Known", role: "owner", status: "active", passwordHash };
      await db().person.create({ data: person });
    }
    // At one moment and either first, so that whatever else the machine does slows both alike.
    const ip = `10.2.${Math.floor(pair / 250)}.${pair % 250}`;
    const asWrong = () => refusedAfterMs(known, ip);
    const asUnknown = () => refusedAfterMs(`nobody-${pair}@muster.example`, ip);
    if (randomInt(2) === 0) {
      const wrong = await asWrong();
      yield wrong - (await asUnknown());
    } else {
      const unknown = await asUnknown();
      yield (await asWrong()) - unknown;
    }
  }
}

/** Between which two values the true median lies, but for one case in 10,000: the sign test's bounds. */
function medianBounds(values: readonly number[]): { low: number; high: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const reach = (3.9 * Math.sqrt(sorted.length)) / 2;
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach));
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach));
  return { low: sorted[low] ?? 0, high: sorted[high] ?? 0 };
}

describe("signing in", () => {
  it(
    `takes as long for an unknown account as for a wrong password, to ${mostMs} ms, over at most ${tries} tries`,
    { timeout: 240_000 },
    async () => {
      await refusedAfterMs("warm-up@muster.example", "10.9.9.9");
      const all: number[] = [];
      let bounds = { low: -Infinity, high: Infinity };
      const isProven = (): boolean => bounds.low > -mostMs && bounds.high < mostMs;
      const begun = performance.now();
      for await (const difference of differences(tries)) {
        all.push(difference);
        if (all.length >= 30 && all.length % 10 === 0) bounds = medianBounds(all);
        // On a machine that is too busy to prove it, a difference worth knowing still shows.
        const isEnough = isProven() || (all.length >= 40 && performance.now() - begun > enoughMs);
        if (isEnough && !process.env.MUSTER_LONG) break;
      }
      expect(bounds.low, `${all.length} pairs`).toBeLessThan(mostMs);
      expect(bounds.high, `${all.length} pairs`).toBeGreaterThan(-mostMs);
    },
  );

  it("through a provider ties one subject to an address when two arrive at once", async () => {
    const claims = (subject: string) => ({
      issuer: "https://login.example",
      subject,
      verifiedEmail: email,
      name: "Ada",
      newPersonRole: "" as const,
      userAgent: null,
    });
    const subjects = Array.from({ length: 5 }, () => randomBytes(4).toString("hex"));
    const all = await Promise.allSettled(
      subjects.map((subject) => signInWithOidc(anonymousContext(), claims(subject))),
    );
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect(await db().personLogin.count()).toBe(1);
    const refusal = await db().auditEvent.findFirst({
      where: {
        event: "session.start",
        outcome: "refused",
        detail: { path: ["code"], equals: "forbidden" },
      },
    });
    expect(refusal).not.toBeNull();
  });

  it("through a provider is limited to issuers' own people, whatever e-mail they claim", async () => {
    const people = await db().person.count();
    const given = {
      issuer: "https://other.example",
      subject: "1",
      verifiedEmail: null,
      name: null,
      newPersonRole: "analyst" as const,
      userAgent: null,
    };
    await expect(signInWithOidc(anonymousContext(), given)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await db().person.count()).toBe(people);
  });
});
