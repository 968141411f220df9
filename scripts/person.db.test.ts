import { beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/infra/db";
import { anonymousContext } from "@/lib/testing/context";
import { actorOfSession } from "@/lib/use-cases/sessions/check-session";
import { signInWithPassword } from "@/lib/use-cases/sessions/sign-in";
import { muster, setUpOperator } from "./testing/operator";

setUpOperator();

const email = "ada@muster.example";
const [old, fresh] = ["correct-horse-battery-42", "nine quiet herons wade"];

const signIn = (password: string) =>
  signInWithPassword(anonymousContext(), { email, password, userAgent: null });
const reset = (address: string, password: string) =>
  muster(["person", "reset-password", address], password);

beforeAll(async () => {
  await muster(["setup", "--email", email, "--name", "Ada"], old);
});

describe("a password reset on the machine itself", () => {
  test("lets the only administrator in again, ends their sessions and names the operator", async () => {
    const { sessionId } = await signIn(old);
    const done = await reset("Ada@Muster.example", `${fresh}\n`);
    expect(done).toMatchObject({ code: 0, err: "" });
    expect(done.out).toContain("1 session ended");
    expect(done.out).not.toContain(fresh);
    expect(await actorOfSession(sessionId, new Date())).toBeNull();
    await expect(signIn(old)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(signIn(fresh)).resolves.toHaveProperty("sessionId");
    const row = await db().auditEvent.findFirstOrThrow({
      where: { event: "person.password-reset" },
    });
    expect(row).toMatchObject({ actorType: "operator", outcome: "done", targetType: "person" });
    expect(row.actorName).toMatch(/^operator /);
  });

  test("changes nothing for a weak or missing password, an unknown address or a disabled person", async () => {
    const { passwordHash } = await db().person.findUniqueOrThrow({ where: { email } });
    const gone = { email: "gone@muster.example", name: "Gone", role: "owner", status: "disabled" };
    await db().person.create({ data: { ...gone, passwordHash } });
    const answers = [
      await reset(email, "short"),
      await reset(email, ""),
      await reset("nobody@muster.example", fresh),
      await reset(gone.email, "ten quiet herons wade"),
    ];
    expect(answers.map(({ code }) => code)).toEqual([64, 64, 65, 65]);
    for (const { err } of answers) expect(err).toMatch(/^muster: \S/);
    const hashes = await db().person.findMany({ select: { passwordHash: true } });
    expect(hashes).toEqual([{ passwordHash }, { passwordHash }]);
  });

  test("forgets a lost second factor, which the password's reset leaves alone", async () => {
    const { id } = await db().person.findUniqueOrThrow({ where: { email } });
    const passkey = { credentialId: "x", publicKey: new Uint8Array([1]), counter: 0, name: "Key" };
    await db().passkey.create({ data: { personId: id, ...passkey } });
    const password = "ten quiet herons wade";
    expect((await reset(email, password)).code).toBe(0);
    await expect(signIn(password)).rejects.toMatchObject({ code: "step_up_required" });
    const lost = await muster(["person", "reset-second-factor", email]);
    expect(lost).toMatchObject({ code: 0, err: "" });
    await expect(signIn(password)).resolves.toHaveProperty("sessionId");
    const where = { event: "person.second-factor-reset", targetId: id };
    expect(await db().auditEvent.findFirst({ where })).toMatchObject({ actorType: "operator" });
    const nobody = await muster(["person", "reset-second-factor", "nobody@muster.example"]);
    expect(nobody.code).toBe(65);
  });

  test("says in its help what it takes and what follows", async () => {
    const help = await muster(["person", "reset-password", "--help"]);
    expect(help.code).toBe(0);
    expect(help.out).toMatch(/<email>[\s\S]*standard input[\s\S]*second factor/);
    expect((await muster(["person", "reset-password"])).code).toBe(64);
  });
});
