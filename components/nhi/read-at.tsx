import type { SourceCoverage } from "@/lib/domain/inventory/source-coverage";
import { RelativeTime } from "./relative-time";

/** How fresh a row is: when its source was last read, and whether all of it was. */
export function ReadAt({ coverage }: { coverage: SourceCoverage }) {
  const { lastReadAt, lastCompleteAt } = coverage;
  if (lastReadAt === null) return "Source not read to its end yet";
  return (
    <>
      {lastReadAt === lastCompleteAt ? "Source read to the end" : "Source read in part"}{" "}
      <RelativeTime at={lastReadAt} />
    </>
  );
}
