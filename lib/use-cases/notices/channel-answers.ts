import { z } from "zod";
import { instant } from "../api/answer-parts";

export const newChannel = z.object({
  channelId: z.uuid(),
  signingSecret: z
    .string()
    .nullable()
    .describe("In this answer only; null where nothing is signed"),
});

export const newSigningSecret = z.object({
  signingSecret: z.string().describe("In this answer only"),
  oldUntil: instant.describe("Until when the one before signs too"),
});

export const channelTest = z.object({
  ok: z.boolean(),
  recipient: z.string(),
  answer: z.string().describe("What the receiver said"),
});
