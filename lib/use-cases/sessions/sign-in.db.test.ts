import { randomBytes } from "node:crypto";
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
const pairs = 60;

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

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

describe("signing in", () => {
  it(
    "takes as long for an unknown account as for a wrong password",
    { timeout: 120_000 },
    async () => {
      await refusedAfterMs("warm-up@muster.example", "10.9.9.9");
      const differences: number[] = [];
      const all: number[] = [];
      for (let pair = 0; pair < pairs; pair++) {
        // In turn and each first as often as the other, so that a busy machine slows both alike.
        const ip = `10.2.0.${pair}`;
        const unknown = () => refusedAfterMs(`nobody-${pair}@muster.example`, ip);
        const known = () => refusedAfterMs(email, ip);
        const [first, second] = pair % 2 ? [unknown, known] : [known, unknown];
        const times = [await first(), await second()];
        all.push(...times);
        differences.push(
          pair % 2 ? (times[0] ?? 0) - (times[1] ?? 0) : (times[1] ?? 0) - (times[0] ?? 0),
        );
      }
      // 5 ms where a try takes 50; a machine that is ten times slower differs by more in all it does.
      const allowed = Math.max(5, median(all) * 0.1);
      expect(Math.abs(median(differences))).toBeLessThan(allowed);
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
    expect(await db().person.count()).toBe(1);
  });
});
