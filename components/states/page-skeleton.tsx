import { PageBody } from "../shell/page-header";
import { SectionSkeleton } from "./section-skeleton";

/** The shape of a page while its data is on the way. */
export function PageSkeleton() {
  return (
    <PageBody>
      <SectionSkeleton rows={12} />
    </PageBody>
  );
}
