import type { z } from "zod";

/** One method of one path: what it takes and, in words, what it gives. */
export interface ApiRoute {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  output?: z.ZodType;
}
