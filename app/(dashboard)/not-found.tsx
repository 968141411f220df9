import { IconZoomQuestion } from "@tabler/icons-react";
import Link from "next/link";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";

export default function NotFound() {
  return (
    <PageBody>
      <PageHeader title="Not found" />
      <EmptyState
        icon={<IconZoomQuestion size={22} />}
        title="There is nothing at this address"
        sentence="It may have been removed, or your role may not include it."
        action={<Link href="/">Go to the start page</Link>}
      />
    </PageBody>
  );
}
