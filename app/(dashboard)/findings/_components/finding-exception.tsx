import { Button } from "@mantine/core";
import Link from "next/link";
import { Notice } from "@/components/states/notice";
import { exactTime } from "@/components/time/time-text";
import type { FindingDetail } from "@/lib/use-cases/findings/get-finding";

/** Until when the finding may stand. */
export function FindingException({ finding: { exception } }: { finding: FindingDetail }) {
  if (!exception) return null;
  return (
    <Notice
      kind="info"
      title={`Excepted until ${exactTime(exception.endsAt)}`}
      action={<Link href={`/exceptions/${exception.id}`}>Open the exception</Link>}
    >
      {exception.renewals > 0
        ? `Renewed ${exception.renewals === 1 ? "once" : `${exception.renewals} times`}. `
        : ""}
      It opens again by itself.
    </Notice>
  );
}

/** The way to ask that an open finding may stand. */
export function ExceptionRequest({ finding }: { finding: FindingDetail }) {
  if (finding.exception || finding.state !== "open") return null;
  return (
    <Button component={Link} href={`/exceptions/new?finding=${finding.id}`} variant="default">
      Ask for an exception
    </Button>
  );
}
