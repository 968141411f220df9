import { Notice } from "@/components/states/notice";
import { exactTime } from "@/components/time/time-text";
import type { ExceptionDetail } from "@/lib/use-cases/exceptions/get-exception";

interface ExceptionNoticesProps {
  detail: ExceptionDetail;
  isRequester: boolean;
  mayApprove: boolean;
}

/** Who has to decide, and what ends when. */
export function ExceptionNotices({ detail, isRequester, mayApprove }: ExceptionNoticesProps) {
  const { state, needsAdministrator, renewals, endsAt } = detail;
  if (state === "expiring")
    return (
      <Notice kind="warning" title={`Ends ${exactTime(endsAt)}`}>
        What it covers is open again then. Fix it, or ask again at the finding while there is time.
      </Notice>
    );
  if (state !== "requested") return null;
  if (needsAdministrator && !mayApprove)
    return (
      <Notice kind="warning" title="An administrator decides">
        It was renewed {renewals === 2 ? "once" : `${renewals - 1} times`} before. A permanent
        exception is a decision of its own.
      </Notice>
    );
  return isRequester ? (
    <Notice kind="info" title="Somebody else must approve">
      The person who asks for an exception cannot approve it.
    </Notice>
  ) : null;
}
