import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const sha256 = (data: Uint8Array | string) => createHash("sha256").update(data).digest();
const base64url = (data: Uint8Array | string) => Buffer.from(data).toString("base64url");

const userPresent = 0x01;
const userVerified = 0x04;
const backupEligible = 0x08;
const attested = 0x40;

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const byteString = (data: Buffer): Buffer =>
  Buffer.concat([
    data.length < 256
      ? Buffer.from([0x58, data.length])
      : Buffer.from([0x59, data.length >> 8, data.length & 255]),
    data,
  ]);
const text = (value: string): Buffer =>
  Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);

interface Settings {
  origin: string;
  rpId: string;
  userVerification?: boolean;
  synced?: boolean;
}

/** An authenticator in software that signs as a real one does, and can be told to misbehave. */
export function softAuthenticator(settings: Settings) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16);
  const jwk = publicKey.export({ format: "jwk" });
  // COSE key: EC2, ES256, P-256, x, y
  const coseKey = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
    byteString(Buffer.from(jwk.x ?? "", "base64url")),
    Buffer.from([0x22]),
    byteString(Buffer.from(jwk.y ?? "", "base64url")),
  ]);

  const authData = (given: Settings, counter: number, extra: Buffer = Buffer.alloc(0)): Buffer => {
    const flags =
      userPresent |
      (given.userVerification === false ? 0 : userVerified) |
      (given.synced ? backupEligible : 0) |
      (extra.length > 0 ? attested : 0);
    return Buffer.concat([sha256(given.rpId), Buffer.from([flags]), uint32(counter), extra]);
  };
  const clientData = (type: string, challenge: string, origin: string): string =>
    JSON.stringify({ type, challenge, origin, crossOrigin: false });
  const shared = {
    id: base64url(id),
    rawId: base64url(id),
    type: "public-key" as const,
    clientExtensionResults: {},
  };

  return {
    credentialId: shared.id,
    /** The answer to a request for a new passkey. */
    register(challenge: string, changes: Partial<Settings> = {}) {
      const given = { ...settings, ...changes };
      const credential = Buffer.concat([
        Buffer.alloc(16),
        Buffer.from([0, id.length]),
        id,
        coseKey,
      ]);
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        text("fmt"),
        text("none"),
        text("attStmt"),
        Buffer.from([0xa0]),
        text("authData"),
        byteString(authData(given, 0, credential)),
      ]);
      return {
        ...shared,
        response: {
          clientDataJSON: base64url(clientData("webauthn.create", challenge, given.origin)),
          attestationObject: base64url(attestationObject),
          transports: ["internal"],
        },
      };
    },
    /** A signature over the challenge. */
    answer(challenge: string, counter: number, changes: Partial<Settings> = {}) {
      const given = { ...settings, ...changes };
      const data = clientData("webauthn.get", challenge, given.origin);
      const authenticatorData = authData(given, counter);
      const signature = sign(
        "sha256",
        Buffer.concat([authenticatorData, sha256(data)]),
        privateKey,
      );
      return {
        ...shared,
        response: {
          clientDataJSON: base64url(data),
          authenticatorData: base64url(authenticatorData),
          signature: base64url(signature),
          userHandle: undefined,
        },
      };
    },
  };
}
