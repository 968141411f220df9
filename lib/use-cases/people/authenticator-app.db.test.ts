import { generateSync } from "otplib";
import { describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { unseal } from "@/lib/infra/encryption";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { requireStepUp, systemContext } from "../context";
import { signInWithPassword } from "../sessions/sign-in";
import { stepUp } from "../sessions/step-up";
import {
  beginAuthenticatorApp,
  confirmAuthenticatorApp,
  removeAuthenticatorApp,
} from "./authenticator-app";
import { createFirstAdministrator } from "./create-first-administrator";
import { contextOf, email, password } from "./testing/second-factor";

useDatabase();

const codeAt = (seed: string, now: Date) =>
  generateSync({ secret: seed, epoch: Math.floor(now.getTime() / 1000) });
const signIn = (now: Date, code = "", ip = "10.0.0.1") =>
  signInWithPassword({ ...anonymousContext(now), ip }, { email, password, code, userAgent: null });

describe("the authenticator app", () => {
  it("guards sign-in and step-up once confirmed, and no code works twice", async () => {
    const start = new Date();
    const later = (seconds: number) => new Date(start.getTime() + seconds * 1_000);
    await createFirstAdministrator(systemContext("test"), { email, name: "Ada", password });
    const first = await contextOf((await signIn(start)).sessionId, start);
    const { seed, qrSvg } = await beginAuthenticatorApp(first, {});
    expect(qrSvg).toContain("<svg");
    await signIn(later(1));
    await expect(confirmAuthenticatorApp(first, { code: "000000x" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await confirmAuthenticatorApp(first, { code: codeAt(seed, start) });

    await expect(signIn(later(2))).rejects.toMatchObject({ code: "step_up_required" });
    await expect(signIn(later(2), codeAt(seed, start))).rejects.toMatchObject({
      code: "unauthenticated",
    });
    const at = later(60);
    const code = codeAt(seed, at);
    const both = await Promise.allSettled([
      signIn(at, code, "10.0.0.2"),
      signIn(at, code, "10.0.0.3"),
    ]);
    const inside = both.flatMap((one) => (one.status === "fulfilled" ? [one.value.sessionId] : []));
    expect(inside).toHaveLength(1);
    const ctx = await contextOf(inside[0] ?? "", later(60));
    expect(ctx.actor).toMatchObject({ assuranceLevel: 2 });

    const stale = await contextOf(inside[0] ?? "", later(60 + 11 * 60));
    expect(() => requireStepUp(stale)).toThrow("Confirm that it is you");
    await expect(removeAuthenticatorApp(stale, {})).rejects.toMatchObject({
      code: "step_up_required",
    });
    await expect(stepUp(stale, { proof: password })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await stepUp(stale, { proof: codeAt(seed, stale.now) });
    const fresh = await contextOf(inside[0] ?? "", stale.now);
    expect(() => requireStepUp(fresh)).not.toThrow();
    await removeAuthenticatorApp(fresh, {});
    await expect(signIn(later(900), "", "10.0.0.4")).resolves.toHaveProperty("sessionId");
  });

  it("keeps its seed sealed to its row", async () => {
    const ada = await db().person.findUniqueOrThrow({ where: { email } });
    const { seed } = await beginAuthenticatorApp(personContext("admin", { personId: ada.id }), {});
    const sealed = (await db().person.findUniqueOrThrow({ where: { email } })).totpSealed ?? "";
    expect(sealed).not.toContain(seed);
    const place = { table: "person", column: "totp_sealed", rowId: ada.id };
    expect(await unseal(sealed, place)).toBe(seed);
    await expect(unseal(sealed, { ...place, rowId: "other" })).rejects.toThrow("belongs elsewhere");
    const parts = sealed.split(".");
    for (const index of [0, 2, 3, 4]) {
      const part = Buffer.from(parts[index] ?? "", "base64url");
      for (let at = 0; at < part.length; at++) {
        const flipped = Buffer.from(part);
        flipped[at] = (flipped[at] ?? 0) ^ 1;
        const text = parts.with(index, flipped.toString("base64url")).join(".");
        await expect(unseal(text, place), `byte ${at} of part ${index}`).rejects.toThrow(
          /damaged|not in the key ring|Invalid/,
        );
      }
    }
  });

  it("cannot be changed or stepped up by nobody", async () => {
    await expect(beginAuthenticatorApp(anonymousContext(), {})).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(stepUp(anonymousContext(), { proof: "123456" })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });
});
