import { createTransport } from "nodemailer";
import type SMTPTransport from "nodemailer/lib/smtp-transport";
import { OutboundError } from "../domain/outbound-error";
import { guardedTcp } from "./http";
import type { MailSettings } from "./mail-settings";

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Without angle brackets; the same on every try. */
  messageId: string;
  listId: string;
}

/** Exactly one plain address: no list, no quoted part, no second line. */
const oneAddress = /^[^\s@"'<>(),;:\\[\]\p{Cc}]{1,64}@[^\s@"'<>(),;:\\[\]\p{Cc}]{1,255}$/u;

export class MailError extends Error {
  override readonly name = "MailError";
  constructor(
    message: string,
    /** refused: this recipient, for good. put_off: this recipient, for now. unreachable: nobody. */
    readonly kind: "refused" | "put_off" | "unreachable",
  ) {
    super(message);
  }
}

/** Hands one mail to the server; returns the server's last line. Throws MailError. */
export async function sendMail(
  settings: MailSettings,
  mail: Mail,
  signal: AbortSignal,
): Promise<string> {
  if (!oneAddress.test(mail.to)) throw new MailError("The address is not usable.", "refused");
  if (settings.password && settings.security === "none") {
    const why = "A password is not sent over a connection without encryption.";
    throw new MailError(why, "unreachable");
  }
  const transport = createTransport(transportOptions(settings, signal));
  const stop = (): void => transport.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const sent = await Promise.race([
      transport.sendMail({
        from: settings.from,
        to: { name: "", address: mail.to },
        envelope: { from: settings.from, to: [mail.to] },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${mail.messageId}>`,
        headers: {
          "List-Id": mail.listId,
          "Auto-Submitted": "auto-generated",
          "X-Auto-Response-Suppress": "All",
        },
        disableFileAccess: true,
        disableUrlAccess: true,
      }),
      aborted(signal),
    ]);
    return sent.response.slice(0, 200);
  } catch (error) {
    throw asMailError(error);
  } finally {
    signal.removeEventListener("abort", stop);
    transport.close();
  }
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_done, fail) => {
    const stop = (): void =>
      fail(new MailError("The mail server did not answer in time.", "unreachable"));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });

/** The socket is ours, so that mail goes only where any other call may go. */
function transportOptions(settings: MailSettings, signal: AbortSignal): SMTPTransport.Options {
  const { host, port, security, user, password } = settings;
  return {
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user && password ? { auth: { user, pass: password } } : {}),
    tls: { servername: host, minVersion: "TLSv1.2" },
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    getSocket: (_options, done) => {
      guardedTcp({ host, port }, signal).then(
        (connection) => done(null, { connection }),
        (error: unknown) => done(error as Error, undefined as never),
      );
    },
  };
}

function asMailError(error: unknown): MailError {
  if (error instanceof MailError) return error;
  if (error instanceof OutboundError) return new MailError(error.message, "unreachable");
  const {
    responseCode = 0,
    command = "",
    message,
  } = error as {
    responseCode?: number;
    command?: string;
    message?: string;
  };
  const words = (message ?? "The mail server failed.")
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .slice(0, 200);
  // Anything before the recipient is named, and "authenticate first", is about the server itself.
  if (/^(RCPT|DATA)/.test(command) && ![421, 530, 535].includes(responseCode)) {
    return new MailError(words, responseCode >= 500 ? "refused" : "put_off");
  }
  return new MailError(words, "unreachable");
}
