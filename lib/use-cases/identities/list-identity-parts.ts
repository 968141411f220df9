import { z } from "zod";
import { defineQuery } from "../define-query";
import { readTimesOf } from "../sources/read-times";
import { sourceOfIdentity } from "./get-identity";
import { type PartList, type PartPage, partPage } from "./list-parts";
import { candidateList, credentialList, findingList, trustList } from "./part-lists";

const input = z.strictObject({
  id: z.uuid(),
  cursor: z.string().max(4_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

/** Further pages of one of an identity's lists, for whoever may open the identity. */
const listOf = <Row extends object, Item>(
  list: (sourceId: string) => Promise<PartList<Row, Item>> | PartList<Row, Item>,
) =>
  defineQuery({
    permission: "identity:read",
    input,
    run: async ({ ctx, input: { id, cursor, limit }, reach }): Promise<PartPage<Item>> => {
      const sourceId = await sourceOfIdentity(ctx, id, reach);
      return partPage(await list(sourceId), id, cursor ?? null, limit);
    },
  });

export const listCredentials = listOf(async (sourceId) =>
  credentialList(await readTimesOf(sourceId)),
);
export const listTrusts = listOf(() => trustList);
export const listCandidates = listOf(() => candidateList);
export const listIdentityFindings = listOf(() => findingList);
