import type { NoticeData } from "@/lib/domain/notices/notice-data";
import type { Tx } from "@/lib/infra/db";
import { actorName, type Context, personIdOf } from "../context";
import { newId } from "../ingest/new-id";
import { type NoticeRecipients, notify } from "../notices/notify";

interface Account {
  id: string;
  name: string;
}
type AccountEvent = Extract<keyof NoticeData, `account.${string}`>;

const tell = <Event extends AccountEvent>(
  tx: Tx,
  { now: at }: Context,
  event: Event,
  {
    person,
    data,
    others,
  }: { person: Account; data: NoticeData[Event]; others: Pick<NoticeRecipients, "except"> | null },
): Promise<boolean> =>
  notify(tx, {
    event,
    subject: { type: "own_account", id: person.id },
    // The person always; other administrators where one of them could act in the person's name.
    recipients: {
      people: [person.id],
      ...(others === null ? {} : { holding: "person:invite", ...others }),
    },
    data,
    dedupeKey: newId(),
    at,
  });

const byWhom = (ctx: Context): string =>
  ctx.actor.type === "operator" ? "Somebody at the machine’s own shell" : actorName(ctx);

/** The person and the other administrators: who holds the link can become this person. */
export const tellSignInLink = (tx: Tx, ctx: Context, person: Account): Promise<boolean> =>
  tell(tx, ctx, "account.sign-in-link", {
    person,
    data: { person: person.name, by: byWhom(ctx) },
    others: { except: [personIdOf(ctx)] },
  });

/** The person and the other administrators. */
export const tellSecondFactorReset = (tx: Tx, ctx: Context, person: Account): Promise<boolean> =>
  tell(tx, ctx, "account.second-factor-reset", {
    person,
    data: { person: person.name, by: byWhom(ctx) },
    others: { except: [personIdOf(ctx)] },
  });

/** The person alone. */
export const tellPasswordSet = (
  tx: Tx,
  ctx: Context,
  { person, how }: { person: Account; how: NoticeData["account.password-set"]["how"] },
): Promise<boolean> =>
  tell(tx, ctx, "account.password-set", {
    person,
    data: { person: person.name, how },
    others: null,
  });
