import { z } from "zod";

/** A named state of a page's URL: its own, or shared by somebody else. */
export const savedViewSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  page: z.string(),
  /** The URL's search part without the question mark. */
  query: z.string(),
  shared: z.boolean(),
  isDefault: z.boolean(),
  mine: z.boolean(),
  by: z.string(),
});
export type SavedView = z.infer<typeof savedViewSchema>;

export const savedViewList = z.object({ items: z.array(savedViewSchema) });
