import { z } from "zod";
import { count } from "../api/answer-parts";

export const ownershipChange = z.object({
  count,
  skipped: count.describe("Left as they were, because they would not fit together"),
});

export const labelChange = z.object({
  count,
  skipped: count.describe("Left as they were, because they would carry more than 50 labels"),
});

export const rejectedCandidate = z.object({ rejected: z.string() });

export const classification = z.object({
  id: z.uuid(),
  identityClass: z.string(),
  environment: z.string(),
});
