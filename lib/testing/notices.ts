import { db } from "../infra/db";
import { newId } from "../use-cases/ingest/new-id";
import { notify } from "../use-cases/notices/notify";
import { type ChannelSecrets, sealSecrets } from "../use-cases/notices/open-channel";
import type { Role } from "../domain/people/permissions";

export async function insertPerson(role: Role, name = role as string): Promise<string> {
  const id = newId();
  await db().person.create({
    data: { id, email: `${name}-${id.slice(-6)}@muster.example`, name, role, status: "active" },
  });
  return id;
}

/** A channel that wants the events, sealed as a real one. */
export async function insertChannel(
  kind: string,
  secrets: ChannelSecrets,
  changes: { events?: string[]; config?: object; name?: string } = {},
): Promise<string> {
  const id = newId();
  await db().noticeChannel.create({
    data: {
      id,
      kind,
      name: changes.name ?? `${kind} ${id.slice(-4)}`,
      config: changes.config ?? {},
      sealedSecrets: await sealSecrets(id, secrets),
      events: changes.events ?? ["source.failing"],
      state: "active",
      createdAt: new Date(),
    },
  });
  return id;
}

/** One notice for the rooms that want it and for these people. */
export const sayFailing = (source: string, at = new Date(), people: string[] = []) =>
  db().$transaction((tx) =>
    notify(tx, {
      event: "source.failing",
      subject: { type: "source", id: newId() },
      recipients: { people },
      data: { source, reason: "Its credential was refused." },
      dedupeKey: source,
      at,
    }),
  );
