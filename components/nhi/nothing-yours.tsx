import { IconCircleCheck } from "@tabler/icons-react";
import { EmptyState } from "@/components/states/empty-state";

/** For somebody who sees only what they own and owns nothing. */
export function NothingYours() {
  return (
    <EmptyState
      icon={<IconCircleCheck size={22} />}
      title="Nothing is yours"
      sentence="When somebody makes you the owner of a service account, key or agent, it is listed here with what it needs from you."
    />
  );
}
