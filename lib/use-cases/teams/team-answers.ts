import { z } from "zod";
import { count, listOf } from "../api/answer-parts";

const team = z
  .object({
    id: z.uuid(),
    name: z.string(),
    manager: z.object({ id: z.uuid(), name: z.string(), active: z.boolean() }).nullable(),
    members: count,
    identities: count,
    directory: z.string().nullable().describe("scim or csv; null was made here"),
  })
  .meta({ id: "Team" });
export const teamList = listOf(team);
export const teamDetail = team
  .extend({
    people: z.array(
      z.object({ id: z.uuid(), name: z.string(), email: z.string(), status: z.string() }),
    ),
  })
  .meta({ id: "TeamDetail" });
