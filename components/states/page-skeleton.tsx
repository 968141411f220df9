import { Skeleton } from "@mantine/core";
import { PageBody } from "../shell/page-header";

/** The shape of a page while its data is on the way. */
export function PageSkeleton({ rows = 10 }: { rows?: number }) {
  return (
    <PageBody>
      <div aria-busy="true">
        <Skeleton height={28} width={220} mb={8} />
        <Skeleton height={16} width={360} mb={28} />
        {Array.from({ length: rows }, (_, index) => (
          <Skeleton key={`row-${String(index)}`} height={28} mb={8} />
        ))}
      </div>
    </PageBody>
  );
}
