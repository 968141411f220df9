import { z } from "zod";
import { reasonLength } from "./reason-length";

/** Why something was asked for, decided or handed on: an auditor reads it. */
export const reasonText = z
  .string()
  .trim()
  .min(reasonLength.least, `Give a reason of at least ${reasonLength.least} characters`)
  .max(reasonLength.most);
