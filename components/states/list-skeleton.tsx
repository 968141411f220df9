import { Skeleton } from "@mantine/core";
import { PageBody } from "../shell/page-header";

interface ListSkeletonProps {
  /** Whether a row of filters stands above the table. */
  filters?: boolean;
}

/** A page that is a table: title, filters, rows, each as high as what will be there. */
export function ListSkeleton({ filters = true }: ListSkeletonProps) {
  return (
    <PageBody>
      <div aria-busy="true">
        <Skeleton height={26} width={140} mb={6} />
        <Skeleton height={18} width="min(480px, 80%)" mb={22} />
        {filters ? <Skeleton height={50} mb={16} width="min(720px, 100%)" /> : null}
        {Array.from({ length: 12 }, (_, row) => (
          <Skeleton key={`row-${String(row)}`} height={54} mb={1} radius={0} />
        ))}
      </div>
    </PageBody>
  );
}
