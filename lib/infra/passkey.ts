import { isIP } from "node:net";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { NewPasskeyAnswer, PasskeyAnswer } from "../domain/people/passkey-answer";
import { baseUrl, isLoopback } from "./env";

export type { PublicKeyCredentialCreationOptionsJSON as NewPasskeyOptions } from "@simplewebauthn/server";
export type { PublicKeyCredentialRequestOptionsJSON as PasskeyOptions } from "@simplewebauthn/server";

/** How long the browser's own dialogue stays open. */
const dialogMs = 120_000;

/** Whom passkeys are made for, and the one origin at which browsers offer them. */
export interface RelyingParty {
  id: string;
  origin: string;
}

/**
 * From MUSTER_BASE_URL, never from a request. Null where no browser offers passkeys: they need a
 * name (not an address) and https. Loopback is `localhost`, which browsers except from https.
 */
export function relyingParty(): RelyingParty | null {
  const own = new URL(baseUrl());
  if (isLoopback(own.hostname)) {
    own.hostname = "localhost";
    return { id: "localhost", origin: own.origin };
  }
  if (own.protocol !== "https:" || isIP(own.hostname.replaceAll(/[[\]]/g, "")) !== 0) return null;
  return { id: own.hostname, origin: own.origin };
}

interface KnownPasskey {
  credentialId: string;
  transports: string[];
}

const described = (known: readonly KnownPasskey[]) =>
  known.map((one) => ({
    id: one.credentialId,
    transports: one.transports,
  }));

/** `challenge` in base64url. The authenticator must verify its user (PIN or biometrics). */
export const newPasskeyOptions = (
  party: RelyingParty,
  person: { id: string; email: string; name: string },
  challenge: string,
  known: readonly KnownPasskey[],
): Promise<PublicKeyCredentialCreationOptionsJSON> =>
  generateRegistrationOptions({
    rpName: "Muster",
    rpID: party.id,
    userID: new Uint8Array(Buffer.from(person.id.replaceAll("-", ""), "hex")),
    userName: person.email,
    userDisplayName: person.name,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    timeout: dialogMs,
    attestationType: "none",
    excludeCredentials: described(known),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });

export const passkeyOptions = (
  party: RelyingParty,
  challenge: string,
  known: readonly KnownPasskey[],
): Promise<PublicKeyCredentialRequestOptionsJSON> =>
  generateAuthenticationOptions({
    rpID: party.id,
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    timeout: dialogMs,
    userVerification: "required",
    allowCredentials: described(known),
  });

type Expected = (challenge: string) => Promise<boolean>;

export interface NewPasskey {
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  /** Cannot leave its device, as AAL3 asks; a synced passkey can. */
  hardwareBound: boolean;
}

/** The new passkey, or null when anything about the answer is not right. */
export async function verifyNewPasskey(
  party: RelyingParty,
  answer: NewPasskeyAnswer,
  expectedChallenge: Expected,
): Promise<NewPasskey | null> {
  const checked = await verifyRegistrationResponse({
    response: answer,
    expectedChallenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
  }).catch(() => null);
  if (!checked?.verified) return null;
  const { credential, credentialDeviceType } = checked.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: credential.publicKey,
    counter: credential.counter,
    hardwareBound: credentialDeviceType === "singleDevice",
  };
}

/** The counter that the authenticator sent with a right signature, else null. The caller compares it. */
export async function verifyPasskey(
  party: RelyingParty,
  answer: PasskeyAnswer,
  known: { credentialId: string; publicKey: Uint8Array },
  expectedChallenge: Expected,
): Promise<{ counter: number } | null> {
  const checked = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    // Zero here lets every counter through: the row's update decides, so that of two racers one wins.
    credential: { id: known.credentialId, publicKey: new Uint8Array(known.publicKey), counter: 0 },
  }).catch(() => null);
  return checked?.verified ? { counter: checked.authenticationInfo.newCounter } : null;
}
