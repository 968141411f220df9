import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import type { ReadTimes } from "../sources/read-times";
import { partPage } from "./list-parts";
import {
  candidateList,
  countFindings,
  countParts,
  credentialList,
  findingList,
  trustList,
} from "./part-lists";

type Parts = Pick<
  IdentityDetail,
  "credentials" | "trusts" | "candidates" | "findings" | "findingCounts" | "more"
>;

/** The first page of each list that belongs to an identity, with how many there are. */
export async function firstPartsOf(id: string, read: ReadTimes): Promise<Parts> {
  const [credentials, trusts, candidates, findings, findingCounts, totals] = await Promise.all([
    partPage(credentialList(read), id, null),
    partPage(trustList, id, null),
    partPage(candidateList, id, null),
    partPage(findingList, id, null),
    countFindings(id),
    countParts(id),
  ]);
  const left = (key: keyof typeof totals, { nextCursor }: { nextCursor: string | null }) => ({
    total: totals[key],
    nextCursor,
  });
  return {
    credentials: credentials.items,
    trusts: trusts.items,
    candidates: candidates.items,
    findings: findings.items,
    findingCounts,
    more: {
      credentials: left("credentials", credentials),
      trusts: left("trusts", trusts),
      candidates: left("candidates", candidates),
      findings: left("findings", findings),
    },
  };
}
