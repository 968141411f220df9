import type { NextRequest } from "next/server";
import { DomainError } from "@/lib/domain/errors";
import { bodyBytes } from "./body-bytes";
import { errorResponse } from "./error-response";
import { auditAtTheDoor, strangerContext } from "./refused-request";
import { searchInput, toRouteHandler } from "./route-handler";

/** A file is held in memory until it is stored: more than these at once would exhaust it. */
const lanes = 2;
const mostWaiting = 20;

let busy = 0;
const waiting: (() => void)[] = [];

async function inTurn(
  work: () => Promise<Response>,
  refuse: () => Promise<Response>,
): Promise<Response> {
  if (busy >= lanes) {
    if (waiting.length >= mostWaiting) return refuse();
    // The lane is handed over, not given back, so nobody overtakes.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    busy += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  }
}

async function tooMany(head: Headers, command: string | undefined): Promise<Response> {
  const ctx = strangerContext(head);
  const full = new DomainError(
    "unavailable",
    "Too many files are being uploaded at once. Nothing was kept; try again in a moment.",
    { retryAfterSeconds: 10 },
  );
  return errorResponse(await auditAtTheDoor(ctx, command, full), ctx.requestId);
}

/** A command that takes a file as its body, the rest of its input in the address. */
export function toUploadHandler(run: Parameters<typeof toRouteHandler>[0]) {
  const handle = toRouteHandler(
    run,
    async (request, params) => ({
      ...searchInput(request),
      ...params,
      content: await bodyBytes(request),
    }),
    { status: 201 },
  );
  const queue = (request: NextRequest, route: Parameters<typeof handle>[1]): Promise<Response> =>
    inTurn(
      () => handle(request, route),
      () => tooMany(request.headers, run.command),
    );
  return Object.assign(queue, { run, status: handle.status, upload: true });
}
