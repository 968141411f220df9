import { env } from "./env";

/** How to reach a mail server. `tls` speaks TLS from the first byte, `starttls` insists on it later. */
export interface MailSettings {
  host: string;
  port: number;
  security: "tls" | "starttls" | "none";
  user: string | null;
  password: string | null;
  from: string;
}

/** The mail server of the environment: smtps://user:password@host:465 or smtp://… for STARTTLS. */
export function environmentMail(): MailSettings | null {
  const { MUSTER_SMTP_URL, MUSTER_MAIL_FROM } = env();
  if (!MUSTER_SMTP_URL || !MUSTER_MAIL_FROM) return null;
  const url = new URL(MUSTER_SMTP_URL);
  const isTls = url.protocol === "smtps:";
  return {
    host: url.hostname,
    port: Number(url.port || (isTls ? 465 : 587)),
    security: isTls ? "tls" : url.searchParams.get("tls") === "none" ? "none" : "starttls",
    user: decodeURIComponent(url.username) || null,
    password: decodeURIComponent(url.password) || null,
    from: MUSTER_MAIL_FROM,
  };
}
