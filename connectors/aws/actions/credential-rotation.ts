import { valueOf } from "@/lib/domain/evidence";
import { ConnectorError, type TargetRotation } from "../../contract";
import { call } from "../call";
import type { AccountSession } from "../session";
import { change, type Acting } from "./acting";
import type { CredentialKind, Held } from "./credential-kinds";

/** How far the clocks of AWS and Muster may differ, in milliseconds. */
const clockSkewMs = 120_000;

/** Makes a second credential beside one of a user; null for kinds that AWS does not make. */
export function credentialRotation(
  of: Acting,
  kind: CredentialKind,
  UserName: string,
  id: string,
): TargetRotation | null {
  const { another, noun } = kind;
  if (!another) return null;

  const alike = async (
    session: AccountSession,
  ): Promise<{ old?: Held | undefined; all: Held[] }> => {
    const all = await kind.list(session, UserName);
    const old = all.find((one) => one.id === id);
    return { old, all: all.filter((one) => one.service === old?.service) };
  };

  const remove = async (session: AccountSession, made: string): Promise<boolean> =>
    change(kind.remove.call, () => kind.remove.send(session, { UserName, id: made }));

  return {
    calls: [{ call: another.call, effect: `Makes a second ${noun} for the user ${UserName}` }],
    refusal: async () => {
      const { old, all } = await alike(await of.session());
      if (!old) return `The ${noun} ${id} does not exist any more.`;
      if (all.length < another.most) return null;
      const other = all.find((one) => one.id !== id)?.id ?? "another one";
      return `The user ${UserName} already has ${another.most} of them, the most that AWS allows. Take ${other} out of service first, then ask again.`;
    },
    existing: async () => (await kind.list(await of.session(), UserName)).map((one) => one.id),
    create: async (_mark, persist) => {
      const session = await of.session();
      const { old } = await alike(session);
      if (!old) throw new ConnectorError("unexpected_response", `The ${noun} ${id} is gone.`);
      const made = await call(another.call, () => another.make(session, UserName, old));
      try {
        await persist({ externalId: made.id, name: made.id, secret: made.secret });
      } catch (error) {
        await remove(session, made.id);
        throw error;
      }
      return `AWS made the ${noun} ${made.id}.`;
    },
    discard: async (known, _mark, since) => {
      const session = await of.session();
      const all = await kind.list(session, UserName);
      const lost = all.filter((one) => !known.includes(one.id));
      for (const one of lost) await refuseUnlessLost(session, kind, one, since);
      for (const one of lost) await remove(session, one.id);
      if (lost.length === 0) return `No ${noun} was left behind.`;
      return `Deleted ${lost.map((one) => one.id).join(", ")}, whose secret nobody knows.`;
    },
  };
}

/** What is older than the intent or was used already has another owner, who knows its secret. */
async function refuseUnlessLost(
  session: AccountSession,
  kind: CredentialKind,
  { id, made }: Held,
  since: Date,
): Promise<void> {
  const isNewer = made !== null && Date.parse(made) >= since.getTime() - clockSkewMs;
  const isUnused = !valueOf(await kind.lastUsed(session, id));
  if (isNewer && isUnused) return;
  throw new ConnectorError(
    "forbidden",
    `The ${kind.noun} ${id} appeared meanwhile and may be somebody else's. Delete it at AWS if nobody needs it; Muster looks again.`,
  );
}
