import type { Tx } from "@/lib/infra/db";
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
