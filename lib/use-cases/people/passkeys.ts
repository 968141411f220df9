import { z } from "zod";
import { DomainError } from "@/lib/domain/errors";
import { newPasskeyAnswer } from "@/lib/domain/people/passkey-answer";
import { db } from "@/lib/infra/db";
import { newPasskeyOptions, relyingParty, verifyNewPasskey } from "@/lib/infra/passkey";
import type { Context } from "../context";
import { beforeCommand, defineCommand, parseInput } from "../define-command";
import { issueChallenge, spendChallenge } from "../sessions/challenge";
import { dropIdleRecoveryCodes } from "./create-recovery-codes";
import { ownSession } from "./own-session";

const most = 20;
const passkeyName = z.string().trim().min(1, "Give it a name").max(60);
const noSuch = () => new DomainError("not_found", "This passkey is not among yours.");

/** What the browser needs to make a passkey. Bound to this session, for five minutes. */
export const beginPasskey = defineCommand({
  name: "passkey.begin",
  event: "passkey.begun",
  permission: "self:change",
  stepUp: true,
  input: z.strictObject({}),
  run: async ({ tx, ctx }) => {
    const { personId, sessionId } = ownSession(ctx);
    const party = relyingParty();
    if (!party) {
      throw new DomainError(
        "conflict",
        "Passkeys need an https address with a name. Set MUSTER_BASE_URL and start Muster again.",
      );
    }
    const person = await tx.person.findUniqueOrThrow({ where: { id: personId } });
    const known = await tx.passkey.findMany({ where: { personId } });
    if (known.length >= most) {
      throw new DomainError("conflict", `You have ${most} passkeys. Remove one first.`);
    }
    const asked = { personId, purpose: "passkey-register", boundTo: sessionId } as const;
    const challenge = await issueChallenge(tx, asked, ctx.now);
    return {
      result: await newPasskeyOptions(party, person, challenge, known),
      audit: { targetType: "person", targetId: personId },
    };
  },
});

const recordPasskey = defineCommand({
  name: "passkey.add",
  event: "passkey.added",
  permission: "self:change",
  stepUp: true,
  input: z.strictObject({
    name: passkeyName,
    transports: z.array(z.string()),
    made: z
      .strictObject({
        credentialId: z.string(),
        publicKey: z.instanceof(Uint8Array<ArrayBuffer>),
        counter: z.int(),
        hardwareBound: z.boolean(),
      })
      .nullable(),
  }),
  run: async ({ tx, ctx, input: { made, name, transports } }) => {
    const { personId, sessionId } = ownSession(ctx);
    if (!made) {
      throw new DomainError(
        "invalid_input",
        "The passkey's answer is not right or came too late. Nothing was kept; try again.",
      );
    }
    const row = await tx.passkey.create({ data: { ...made, personId, name, transports } });
    await tx.session.updateMany({
      where: { id: sessionId, endedAt: null },
      data: { steppedUpAt: ctx.now, assuranceLevel: made.hardwareBound ? 3 : 2 },
    });
    const detail = { name, hardwareBound: made.hardwareBound };
    return {
      result: { passkeyId: row.id },
      audit: { targetType: "passkey", targetId: row.id, detail },
    };
  },
});

const addInput = z.strictObject({ name: passkeyName, answer: newPasskeyAnswer });

/** Keeps a new passkey: from now on sign-in and step-up ask for it. */
export const addPasskey = Object.assign(
  async (ctx: Context, raw: z.input<typeof addInput>): Promise<{ passkeyId: string }> => {
    const party = relyingParty();
    if (ctx.actor.type !== "person" || !party) {
      return recordPasskey(ctx, { name: "none", transports: [], made: null });
    }
    const { name, answer } = await beforeCommand(ctx, "passkey.add", () =>
      parseInput(addInput, raw),
    );
    const transports = answer.response.transports ?? [];
    const { personId, sessionId } = ctx.actor;
    const asked = { personId, purpose: "passkey-register", boundTo: sessionId } as const;
    const made = await verifyNewPasskey(party, answer, (value) =>
      spendChallenge(db(), asked, value, ctx.now),
    );
    return recordPasskey(ctx, { name, transports, made });
  },
  { permission: recordPasskey.permission, input: addInput },
);

/** Gives a passkey another name. */
export const renamePasskey = defineCommand({
  name: "passkey.rename",
  event: "passkey.renamed",
  permission: "self:change",
  input: z.strictObject({ passkeyId: z.uuid(), name: passkeyName }),
  run: async ({ tx, ctx, input }) => {
    const { personId } = ownSession(ctx);
    const done = await tx.passkey.updateMany({
      where: { id: input.passkeyId, personId },
      data: { name: input.name },
    });
    if (done.count === 0) throw noSuch();
    return { result: null, audit: { targetType: "passkey", targetId: input.passkeyId } };
  },
});

/** Forgets a passkey. With the last second factor the recovery codes go too. */
export const removePasskey = defineCommand({
  name: "passkey.remove",
  event: "passkey.removed",
  permission: "self:change",
  stepUp: true,
  input: z.strictObject({ passkeyId: z.uuid() }),
  run: async ({ tx, ctx, input }) => {
    const { personId } = ownSession(ctx);
    const gone = await tx.passkey.deleteMany({ where: { id: input.passkeyId, personId } });
    if (gone.count === 0) throw noSuch();
    await dropIdleRecoveryCodes(tx, personId);
    return { result: null, audit: { targetType: "passkey", targetId: input.passkeyId } };
  },
});
