import { z } from "zod";
import { ConnectorError, type ConnectorIo } from "../contract";
import { parseJson } from "../shared/json-answer";
import { errorFromStatus, errorFromThrown } from "../shared/provider-errors";
import { clientAssertion } from "./client-assertion";
import { hostsOf, type EntraConfig } from "./config";

const call = "POST oauth2/v2.0/token";
/** A token that ends within this time is not begun with. */
const marginMs = 60_000;

const answerSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().int().positive().max(1_000_000),
});
const claimsSchema = z.object({
  tid: z.guid(),
  oid: z.guid().optional(),
  appid: z.string().optional(),
  roles: z.array(z.string()).default([]),
});
/** Who a token stands for, and the app roles that it carries. */
export type Claims = z.infer<typeof claimsSchema>;
export interface Token {
  text: string;
  claims: Claims;
  endsAt: number;
}

const refusal = z.object({ error: z.string(), error_description: z.string().optional() });

/** Microsoft's numbers for what a person can put right, in words. */
const words: Readonly<Record<string, string>> = {
  "50034": "the application does not exist in this tenant",
  "53003": "a conditional access policy blocks this sign-in",
  "65001": "nobody has given admin consent to the application",
  "90002": "there is no such tenant",
  "700016": "the application does not exist in this tenant",
  "700027": "the certificate is not one of the application's",
  "7000112": "the application is disabled",
  "7000215": "the client secret is wrong: enter its value, not its id",
  "7000222": "the client secret has expired",
  "7000229": "the application has no service principal in this tenant",
};

/** What a refused sign-in means; null when the answer is not one of Entra's refusals. */
function refusedSignIn(status: number, content: Uint8Array): ConnectorError | null {
  if (status !== 400 && status !== 401) return null;
  let parsed: z.infer<typeof refusal>;
  try {
    parsed = parseJson(content, refusal, call);
  } catch {
    return null;
  }
  if (parsed.error === "temporarily_unavailable")
    return new ConnectorError("unavailable", `Entra could not answer (${call}).`, {
      httpStatus: status,
    });
  const number = /^AADSTS(\d{4,8})/.exec(parsed.error_description ?? "")?.[1] ?? "";
  const why = words[number];
  const code = number === "" ? "" : ` (AADSTS${number})`;
  return new ConnectorError(
    "unauthorized",
    `Entra does not accept the credential${why ? `: ${why}` : ""}${code}.`,
    { httpStatus: status },
  );
}

function claimsOf(token: string): Claims {
  const payload = Buffer.from(token.split(".")[1] ?? "", "base64url");
  return parseJson(new Uint8Array(payload), claimsSchema, `${call} (the token's claims)`);
}

function proofOf(config: EntraConfig, audience: string, now: Date): Record<string, string> {
  if (config.auth === "secret") return { client_secret: config.clientSecret ?? "" };
  const { certificate = "", privateKey = "", clientId } = config;
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: clientAssertion({ certificate, privateKey }, { clientId, audience, now }),
  };
}

async function signIn(config: EntraConfig, io: ConnectorIo): Promise<Token> {
  const { login, scope } = hostsOf(config);
  const url = `${login}/${encodeURIComponent(config.tenantId)}/oauth2/v2.0/token`;
  const now = io.now();
  const body = new URLSearchParams({
    client_id: config.clientId,
    grant_type: "client_credentials",
    scope,
    ...proofOf(config, url, now),
  });
  let answer: Response;
  let content: Uint8Array;
  try {
    answer = await io.fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
      },
      body: body.toString(),
      signal: io.signal,
    });
    content = new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    throw errorFromThrown(error, call);
  }
  const { status, headers } = answer;
  if (status < 200 || status > 299)
    throw refusedSignIn(status, content) ?? errorFromStatus({ status, headers, call, now });
  const { access_token: text, expires_in: seconds } = parseJson(content, answerSchema, call);
  return { text, claims: claimsOf(text), endsAt: now.getTime() + seconds * 1000 };
}

/** Gives a token that still works for a while, and signs in again when it does not. */
export function tokenSource(config: EntraConfig, io: ConnectorIo): () => Promise<Token> {
  let kept: Promise<Token> | null = null;
  const renew = (): Promise<Token> => {
    const asked = signIn(config, io);
    kept = asked;
    // A sign-in that failed is tried anew by the next call.
    asked.catch(() => {
      if (kept === asked) kept = null;
    });
    return asked;
  };
  return async () => {
    const token = await (kept ?? renew());
    return token.endsAt - marginMs <= io.now().getTime() ? renew() : token;
  };
}
