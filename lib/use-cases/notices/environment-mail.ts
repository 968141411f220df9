import { db, type Tx } from "@/lib/infra/db";
import { environmentMail } from "@/lib/infra/mail-settings";

/** One row for the mail server that the environment names, so that both kinds are one kind. */
const environmentMailId = "00000000-0000-7000-8000-00000000e11a";

/** Makes the mail channel that MUSTER_SMTP_URL describes, once, unless a person set one up in Muster. */
export async function ensureEnvironmentMail(tx: Tx, now: Date): Promise<void> {
  const mail = environmentMail();
  if (!mail) return;
  const there = await tx.noticeChannel.findFirst({ where: { kind: "mail", personId: null } });
  if (there) return;
  await tx.noticeChannel.createMany({
    data: {
      id: environmentMailId,
      kind: "mail",
      name: "Mail",
      config: { fromEnvironment: true },
      state: "active",
      createdAt: now,
    },
    skipDuplicates: true,
  });
}

/** The same at the start, so that the channel can be seen and tried before the first notice. */
export const openEnvironmentMail = (now: Date): Promise<void> =>
  db().$transaction((tx) => ensureEnvironmentMail(tx, now));
