import type { IAMClient } from "@aws-sdk/client-iam";
import type { z } from "zod";
import type { ConnectorIo } from "../contract";
import { parseJson } from "../shared/json-answer";
import { awsRefusal, orNoAddress } from "./aws-error";
import { call } from "./call";

/** What a call is signed and sent with. */
export interface Signing {
  accountId: string;
  io: ConnectorIo;
  iam: IAMClient;
  endpoint(service: string, region: string): string;
}

interface SignedCall {
  service: string;
  region: string;
  operation: string;
  path: string;
  query: Record<string, string>;
}

const nameOf = (of: SignedCall): string => `${of.service}:${of.operation}`;

/** A signed GET whose answer is JSON of a known shape. */
export async function signedJson<T>(
  session: Signing,
  of: SignedCall & { schema: z.ZodType<T> },
): Promise<T> {
  return parseJson(await signedGet(session, of), of.schema, nameOf(of));
}

/**
 * One GET to a service whose SDK is not worth its weight: signed by the SDK's own signer, read
 * through the same network and refused in the same words.
 */
export async function signedGet(session: Signing, of: SignedCall): Promise<Uint8Array> {
  const name = nameOf(of);
  const { io } = session;
  const url = new URL(of.path, session.endpoint(of.service, of.region));
  for (const [key, value] of Object.entries(of.query)) url.searchParams.set(key, value);
  const headers = await call(name, () => signedHeaders(session, of, url));
  const answer = await call(name, () =>
    orNoAddress(
      io.exchange({ url: url.href, method: "GET", headers, isRepeatable: true }),
      url.hostname,
      name,
    ),
  );
  const bytes = answer.body ?? new Uint8Array();
  const { status } = answer;
  if (status < 200 || status > 299) {
    const text = new TextDecoder().decode(bytes.subarray(0, 20_000));
    throw awsRefusal({ status, headers: answer.headers, text, call: name, now: io.now() });
  }
  return bytes;
}

async function signedHeaders(
  session: Signing,
  of: SignedCall,
  url: URL,
): Promise<Record<string, string>> {
  const signer = await session.iam.config.signer();
  const request = {
    method: "GET",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port ? { port: Number(url.port) } : {}),
    path: url.pathname,
    query: of.query,
    headers: { host: url.host, accept: "application/json" },
  };
  const signed = await signer.sign(request, {
    signingRegion: of.region,
    signingService: of.service,
  });
  return signed.headers;
}
