import type { SourceCoverage } from "@/lib/domain/inventory/source-coverage";
import { RelativeTime } from "./relative-time";

/** How fresh a row is: when its source was last read whole. */
export function ReadAt({ coverage }: { coverage: SourceCoverage }) {
  if (coverage.lastCompleteAt === null) return "Source never read whole";
  return (
    <>
      Source read whole <RelativeTime at={coverage.lastCompleteAt} />
    </>
  );
}
