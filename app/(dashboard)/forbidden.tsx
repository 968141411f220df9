import { IconLock } from "@tabler/icons-react";
import { LocalLink } from "@/components/shell/local-link";
import { PageBody } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";

export default function Forbidden() {
  return (
    <PageBody>
      <EmptyState
        icon={<IconLock size={22} />}
        title="Your role does not include this page"
        sentence="Nothing is wrong with your account. An administrator can change your role in Settings, People."
        action={<LocalLink href="/">Go to the start page</LocalLink>}
      />
    </PageBody>
  );
}
