import { environmentMail, type MailSettings } from "@/lib/infra/mail-settings";
import { seal, unseal } from "@/lib/infra/encryption";

/** What a channel keeps sealed. */
export interface ChannelSecrets {
  password?: string | undefined;
  url?: string | undefined;
  /** What a tracker is signed in to with. */
  token?: string | undefined;
  /** Signing secrets, newest first; an older one ends at `until`. */
  signing?: { secret: string; until: string | null }[] | undefined;
}

interface StoredChannel {
  id: string;
  config: unknown;
  sealedSecrets: string | null;
}

const place = (rowId: string) => ({ table: "notice_channel", column: "sealed_secrets", rowId });

export const sealSecrets = (id: string, secrets: ChannelSecrets): Promise<string> =>
  seal(JSON.stringify(secrets), place(id));

export async function openSecrets(channel: StoredChannel): Promise<ChannelSecrets> {
  if (!channel.sealedSecrets) return {};
  return JSON.parse(await unseal(channel.sealedSecrets, place(channel.id))) as ChannelSecrets;
}

/** The mail server's settings, from the environment or from the row; null where neither has any. */
export async function openMail(channel: StoredChannel): Promise<MailSettings | null> {
  const config = channel.config as Partial<MailSettings> & { fromEnvironment?: boolean };
  if (config.fromEnvironment) return environmentMail();
  const { password } = await openSecrets(channel);
  return { ...(config as MailSettings), user: config.user ?? null, password: password ?? null };
}
