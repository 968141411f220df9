import { OutboundError } from "../domain/outbound-error";
import { guardedFetch } from "./http";

export interface OutgoingAnswer {
  status: number;
  /** What the receiver said, shortened to what a log can show. */
  said: string;
  /** The parsed body where it is JSON. */
  json: unknown;
  retryAfterMs: number | undefined;
}

/** Retry-After in seconds or as an HTTP date; undefined when it says neither. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

const leastSecret = 8;

/** A credential in a header, also as the name and password that it may be made of. */
function* credentialsIn(header: string): Generator<string> {
  const last = header.split(" ").at(-1) ?? "";
  yield last;
  if (/^basic /i.test(header)) yield* Buffer.from(last, "base64").toString().split(":");
}

/** What was said without what of the call is secret: many a receiver repeats the path that it does not know. */
function withoutSecrets(
  said: string,
  call: { url: string; headers: Record<string, string> },
): string {
  const { pathname, search, searchParams } = new URL(call.url);
  const parts = [
    `${pathname}${search}`,
    pathname,
    ...pathname.split("/"),
    ...searchParams.values(),
    ...Object.values(call.headers).flatMap((header) => [...credentialsIn(header)]),
  ];
  return parts
    .filter((part) => part.length >= leastSecret)
    .toSorted((one, other) => other.length - one.length)
    .reduce((text, part) => text.replaceAll(part, "…"), said);
}

/** One call to a receiver under the rules of every outbound call. Throws OutboundError without an answer. */
export async function callOut(call: {
  url: string;
  method: "GET" | "POST" | "PATCH";
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}): Promise<OutgoingAnswer> {
  const { url, method, headers, body, signal } = call;
  const answer = await guardedFetch(url, {
    method,
    headers: {
      "user-agent": "Muster",
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    signal,
    redirect: "error",
  }).catch((error: unknown) => {
    if (signal.aborted) throw new OutboundError("timeout", "No answer in time.");
    throw error;
  });
  const text = await answer.text();
  const words = withoutSecrets(text.replaceAll(/[\p{Cc}\s]+/gu, " ").trim(), { url, headers });
  return {
    status: answer.status,
    said: `${answer.status}${words && !words.startsWith("<") ? ` ${words.slice(0, 200)}` : ""}`,
    json: parsed(text),
    retryAfterMs: retryAfterMs(answer.headers.get("retry-after"), Date.now()),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
