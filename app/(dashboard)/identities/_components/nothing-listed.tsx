import { Button, Group } from "@mantine/core";
import { IconFilterX, IconFingerprint, IconSearchOff } from "@tabler/icons-react";
import { NothingYours } from "@/components/nhi/nothing-yours";
import { LocalLink as Link } from "@/components/shell/local-link";
import { EmptyState } from "@/components/states/empty-state";
import type { May } from "./bulk-target";

const what =
  "Muster lists every key, role, token and agent of a source, with an owner and an explained risk score.";

function Ways({ may }: { may: May }) {
  return (
    <Group gap={8} justify="center">
      {may.connect ? (
        <Button component={Link} href="/sources/new">
          Connect a source
        </Button>
      ) : null}
      {may.sample ? (
        <Button component={Link} href="/sources" variant="default">
          Open the sources
        </Button>
      ) : null}
    </Group>
  );
}

/** Why the list is empty, and what whoever looks at it can do about that. */
export function NothingListed({
  filtered,
  unreadable,
  may,
  onClear,
}: {
  filtered: boolean;
  /** The filter text has a word that is none. */
  unreadable: boolean;
  may: May;
  onClear: () => void;
}) {
  if (unreadable) {
    return (
      <EmptyState
        icon={<IconFilterX size={28} stroke={1.5} />}
        title="This filter cannot be read"
        sentence="Correct the word that is named above, or start again from all identities."
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  }
  if (filtered) {
    return (
      <EmptyState
        icon={<IconSearchOff size={28} stroke={1.5} />}
        title="No identity matches"
        sentence="Every condition must hold at once. Take one away, or start again from all identities."
        action={<Button onClick={onClear}>Clear filters</Button>}
      />
    );
  }
  if (may.ownOnly) return <NothingYours />;
  const next = may.sample
    ? "Connect one; or load the sample organisation among the sources to look around first."
    : "An administrator or an analyst connects one.";
  return (
    <EmptyState
      icon={<IconFingerprint size={28} stroke={1.5} />}
      title="No identities yet"
      sentence={`${what} ${next}`}
      {...(may.connect || may.sample ? { action: <Ways may={may} /> } : {})}
    />
  );
}
