import Link from "next/link";
import { quoteWhereNeeded } from "@/lib/domain/inventory/query-words";
import type { FindingParams } from "../search-params";

interface UncheckedLinkProps {
  ruleId: string;
  count: number;
  source: FindingParams["source"];
}

/** For how many identities a rule could not be checked, with the way to them. */
export function UncheckedLink({ ruleId, count, source }: UncheckedLinkProps) {
  const text = count.toLocaleString("en-GB");
  if (count === 0) return text;
  const words = [
    `unknown:${quoteWhereNeeded(ruleId)}`,
    ...(source ? [`source:${quoteWhereNeeded(source)}`] : []),
  ];
  return (
    <Link
      href={`/identities?${new URLSearchParams({ q: words.join(" ") })}`}
      prefetch={false}
      aria-label={`Show the ${text} that could not be checked`}
    >
      {text}
    </Link>
  );
}
