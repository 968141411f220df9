import type { z } from "zod";
import { parseJson } from "../shared/json-answer";
import { awsRefusal } from "./aws-error";
import { call } from "./call";
import type { AccountSession } from "./session";

/**
 * One GET to a service whose SDK is not worth its weight: signed by the SDK's own signer, read
 * through the same network and refused in the same words.
 */
export async function signedJson<T>(
  session: AccountSession,
  of: {
    service: string;
    region: string;
    operation: string;
    path: string;
    query: Record<string, string>;
    schema: z.ZodType<T>;
  },
): Promise<T> {
  const name = `${of.service}:${of.operation}`;
  const { io } = session;
  const url = new URL(of.path, session.endpoint(of.service, of.region));
  for (const [key, value] of Object.entries(of.query)) url.searchParams.set(key, value);
  const headers = await call(name, () => signedHeaders(session, of, url));
  const answer = await call(name, () =>
    io.exchange({ url: url.href, method: "GET", headers, isRepeatable: true }),
  );
  const bytes = answer.body ?? new Uint8Array();
  const { status } = answer;
  if (status < 200 || status > 299) {
    const text = new TextDecoder().decode(bytes.subarray(0, 20_000));
    throw awsRefusal({ status, headers: answer.headers, text, call: name, now: io.now() });
  }
  return parseJson(bytes, of.schema, name);
}

async function signedHeaders(
  session: AccountSession,
  of: { service: string; region: string; query: Record<string, string> },
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
