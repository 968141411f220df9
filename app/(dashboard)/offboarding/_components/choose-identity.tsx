import { Anchor } from "@mantine/core";
import { IconDoorExit, IconRefresh } from "@tabler/icons-react";
import { wholeListHref } from "@/components/nhi/list-href";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { EmptyState } from "@/components/states/empty-state";

const words = {
  offboard: {
    title: "Request offboarding",
    sentence:
      "Takes a credential, or a whole identity, out of service in steps that can be undone.",
    next: "Open the identity that should go, or whose credential should go, and choose Offboard there.",
    Icon: IconDoorExit,
  },
  rotate: {
    title: "Request rotation",
    sentence:
      "Gives a credential a successor, and takes the old one out of service once nobody uses it.",
    next: "Open the identity whose credential should be replaced and choose Rotate there.",
    Icon: IconRefresh,
  },
};

/** A request begins at an identity. */
export function ChooseIdentity({ what }: { what: keyof typeof words }) {
  const { title, sentence, next, Icon } = words[what];
  return (
    <PageBody>
      <Crumb label="Request" />
      <PageHeader title={title} sentence={sentence} />
      <EmptyState
        icon={<Icon size={22} />}
        title="Choose an identity first"
        sentence={next}
        action={
          <Anchor component={Link} href={wholeListHref}>
            Show identities
          </Anchor>
        }
      />
    </PageBody>
  );
}
