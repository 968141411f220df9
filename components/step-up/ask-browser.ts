import {
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  WebAuthnError,
} from "@simplewebauthn/browser";

export type PasskeyOptions = PublicKeyCredentialRequestOptionsJSON;
type Given = Awaited<ReturnType<typeof startAuthentication>>;

/** In words, why the browser's own dialogue gave nothing. */
export function browserRefusal(error: unknown, origin: string): string {
  if (!window.PublicKeyCredential || window.location.origin !== origin) {
    return `This browser offers passkeys for Muster only at ${origin}.`;
  }
  const name =
    error instanceof WebAuthnError || error instanceof DOMException ? error.name : "unknown";
  if (name === "InvalidStateError") return "This device holds a passkey of yours already.";
  if (name === "NotAllowedError") return "Nothing was confirmed in time. Try again.";
  return "The browser could not use a passkey here. Try again or use another way.";
}

/** Lets the browser ask one of the person's passkeys. */
export async function askBrowser(
  options: PasskeyOptions,
): Promise<{ ok: true; answer: Given } | { ok: false; problem: string }> {
  const { protocol, port } = window.location;
  const origin = `${protocol}//${options.rpId ?? ""}${port ? `:${port}` : ""}`;
  try {
    return { ok: true, answer: await startAuthentication({ optionsJSON: options }) };
  } catch (error) {
    return { ok: false, problem: browserRefusal(error, origin) };
  }
}
