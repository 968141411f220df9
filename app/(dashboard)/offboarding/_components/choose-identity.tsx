import { Anchor } from "@mantine/core";
import { IconDoorExit } from "@tabler/icons-react";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";

/** A request begins at an identity. */
export function ChooseIdentity() {
  return (
    <PageBody>
      <Crumb label="Request" />
      <PageHeader
        title="Request offboarding"
        sentence="Takes a credential, or a whole identity, out of service in steps that can be undone."
      />
      <EmptyState
        icon={<IconDoorExit size={22} />}
        title="Choose an identity first"
        sentence="Open the identity that should go, or whose credential should go, and choose Offboard there."
        action={
          <Anchor component={Link} href="/identities">
            Show identities
          </Anchor>
        }
      />
    </PageBody>
  );
}
