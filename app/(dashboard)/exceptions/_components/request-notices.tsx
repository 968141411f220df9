import { Anchor } from "@mantine/core";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import type { ExceptionPreview } from "@/lib/use-cases/exceptions/preview-exception";
import { renewalText } from "./exception-words";

/** What the person who asks should know before they do. */
export function RequestNotices({ preview }: { preview: ExceptionPreview }) {
  const { pendingId, renewals, withoutPerson, automaticDays } = preview;
  return (
    <>
      {pendingId ? (
        <Notice
          kind="warning"
          title="This already waits for a decision"
          action={
            <Anchor component={Link} href={`/exceptions/${pendingId}`}>
              Open the request
            </Anchor>
          }
        />
      ) : null}
      {preview.isResolved ? (
        <Notice kind="info" title="This finding is resolved, so nothing is left to except" />
      ) : null}
      {renewals > 0 ? (
        <Notice kind="warning" title={`This would be renewal ${renewals}`}>
          Renewed so far: {renewalText(renewals - 1).toLowerCase()}.{" "}
          {preview.needsAdministrator ? "From the third on an administrator decides." : null}
        </Notice>
      ) : null}
      {withoutPerson ? (
        <Notice kind="info" title="No person is in the loop, so the policy allows less time">
          {withoutPerson}.
        </Notice>
      ) : null}
      <Notice
        kind="info"
        title={
          automaticDays > 0 && renewals === 0
            ? `Low risk may approve itself for up to ${automaticDays} days`
            : "Somebody other than you decides"
        }
      />
    </>
  );
}
