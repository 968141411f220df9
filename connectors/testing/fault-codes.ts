import type { ConnectorErrorCode } from "../contract";
import type { FaultName } from "./fault-server";

const refused = ["forbidden"] as const;
const garbled = ["unexpected_response"] as const;
const away = ["unavailable"] as const;
const wait = ["rate_limited"] as const;

/** The code that each fault must surface as. A gap on the page stands for `forbidden` as well. */
export const codesOf: Record<FaultName, readonly ConnectorErrorCode[]> = {
  "401": ["unauthorized"],
  "403": refused,
  "404": refused,
  "409": ["unavailable", "unexpected_response"],
  "410": ["forbidden", "unexpected_response"],
  "422": garbled,
  "429 with Retry-After in seconds": wait,
  "429 with Retry-After as a date": wait,
  "429 without Retry-After": wait,
  "403 with a spent budget": wait,
  "500": away,
  "502": away,
  "503": away,
  "504": away,
  "TCP reset": away,
  "silence before the headers": away,
  "silence in the middle of the body": away,
  "a few bytes a second": away,
  "truncated body": garbled,
  "invalid UTF-8": garbled,
  "HTML instead of data": garbled,
  "an empty 200": garbled,
  "a wrong schema": garbled,
  "a body of 50 MB": garbled,
  "10,000 levels of nesting": garbled,
  "a redirect to the metadata service": garbled,
  "a Brotli bomb": garbled,
  "a deflate bomb": garbled,
  "a gzip bomb": garbled,
};

/** Faults that are tried again from the middle of a run. */
export const midway: readonly FaultName[] = [
  "401",
  "429 with Retry-After in seconds",
  "500",
  "TCP reset",
  "truncated body",
];
export const silent = new Set<FaultName>([
  "silence before the headers",
  "silence in the middle of the body",
  "a few bytes a second",
]);
export const timed = new Set<FaultName>([
  "429 with Retry-After in seconds",
  "429 with Retry-After as a date",
  "403 with a spent budget",
]);
