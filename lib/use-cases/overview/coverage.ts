import { z } from "zod";
import { db } from "@/lib/infra/db";

const streams = z.array(z.looseObject({ stream: z.string(), state: z.string() }));

/** What each source lets us see: streams read whole of all its streams, and when. */
export async function readCoverage() {
  const sources = await db().source.findMany({
    orderBy: { name: "asc" },
    select: {
      id: true,
      name: true,
      connectorId: true,
      isSample: true,
      lastCompleteAt: true,
      lastError: true,
      coverage: true,
    },
  });
  return sources.map((source) => {
    const parsed = streams.safeParse(source.coverage);
    const list = parsed.success ? parsed.data : [];
    return {
      sourceId: source.id,
      sourceName: source.name,
      connectorId: source.connectorId,
      isSample: source.isSample,
      lastCompleteAt: source.lastCompleteAt?.toISOString() ?? null,
      failing: source.lastError !== null,
      streams: list.length,
      complete: list.filter((stream) => stream.state === "complete").length,
      uncovered: list
        .filter((stream) => stream.state !== "complete")
        .map((stream) => stream.stream),
    };
  });
}
