import { Skeleton } from "@mantine/core";

/** The shape of a part of a page while its data is on the way. */
export function SectionSkeleton({ rows = 10 }: { rows?: number }) {
  return (
    <div aria-busy="true">
      <Skeleton height={28} width={220} mb={8} />
      <Skeleton height={16} width="min(360px, 80%)" mb={28} />
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={`row-${String(index)}`} height={28} mb={8} />
      ))}
    </div>
  );
}
