import { z } from "zod";
import { identityClasses } from "@/lib/domain/identity/identity";
import { count, instant } from "../api/answer-parts";

const figure = z
  .object({
    now: count,
    before: count.nullable().describe("About a month ago; null where no snapshot is that old"),
    beforeDay: z.iso.date().nullable(),
    query: z.string().describe("Text for the parameter `q` of /identities"),
  })
  .meta({ id: "Figure" });

const byBand = { critical: count, high: count, medium: count, low: count, unknown: count };

export const overviewAnswer = z
  .object({
    at: instant,
    lacksNew: z
      .boolean()
      .describe("Whether a source is read for the first time, so that figures lack some of it"),
    figures: z.object({
      identities: figure,
      atRisk: figure,
      unowned: figure,
      pastRotation: figure,
      exposed: figure,
      neverRotated: figure,
      stale: figure,
      ai: figure,
    }),
    slices: z.array(
      z.object({
        by: z.enum(["source", "class", "age", "rotation"]),
        value: z.string(),
        label: z.string(),
        band: z.string(),
        identities: count,
      }),
    ),
    days: z.array(z.object({ day: z.iso.date(), ...byBand })),
    coverage: z.array(
      z.object({
        sourceId: z.uuid(),
        sourceName: z.string(),
        connectorId: z.string(),
        isSample: z.boolean(),
        since: instant,
        lastCompleteAt: instant
          .nullable()
          .describe("When it was last read to the end; null is never"),
        lastReadAt: instant
          .nullable()
          .describe("When it was last read, to the end or in part; null is never"),
        failing: z.boolean().describe("Whether its last sync ended with an error"),
        answers: z.boolean().describe("False where its last sync got nothing at all"),
        whole: z
          .boolean()
          .describe("Whether its last sync read every stream as far as the provider tells"),
        sentence: z.string(),
        streams: count,
        complete: count.describe("Streams that its last sync read whole; 0 where it got no answer"),
        unseen: z.array(
          z.object({ stream: z.string(), state: z.string(), because: z.string().nullable() }),
        ),
      }),
    ),
    secretAges: z.array(
      z.object({
        identityClass: z.string(),
        fromDays: z.number().int().describe("-1 where the age is unknown"),
        past: z.boolean(),
        identities: count,
      }),
    ),
    rotation: z.array(
      z.object({
        identityClass: z.enum(identityClasses),
        usualDays: count,
        fewestDays: count,
      }),
    ),
  })
  .meta({ id: "Overview" });

export const searchHits = z.object({
  hits: z.array(
    z
      .object({
        kind: z.enum(["identity", "person", "source"]),
        id: z.uuid(),
        label: z.string(),
        description: z.string(),
      })
      .meta({ id: "SearchHit" }),
  ),
});
