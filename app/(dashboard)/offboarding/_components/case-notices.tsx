import { Anchor } from "@mantine/core";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import { exactTime } from "@/components/time/time-text";
import type { CaseShape } from "./case-shape";

const titles: Record<string, string> = {
  unauthorized: "The write credential is not accepted",
  forbidden: "The write credential may not do this",
  rate_limited: "The provider asks to wait",
  unavailable: "The provider did not answer",
  unexpected_response: "The provider refused",
  no_actions: "Nobody to call",
  used_while_disabled: "Something still wants it",
  use_unknown: "Its use cannot be seen",
};

/** What went wrong, what was kept and what to do next; and who has to approve. */
export function CaseNotices({ detail, isRequester }: { detail: CaseShape; isRequester: boolean }) {
  const { error, state, otherApprover, nextAt, source } = detail;
  const mustWait = state === "planned" && otherApprover && isRequester;
  return (
    <>
      {error && (detail.closedAt === null || state === "failed") ? (
        <Notice
          kind={["stuck", "dangling", "failed"].includes(state) ? "error" : "warning"}
          title={titles[error.code ?? ""] ?? "Muster does not touch this"}
          action={
            source.id && ["unauthorized", "forbidden", "no_actions"].includes(error.code ?? "") ? (
              <Anchor component={Link} href={`/sources/${source.id}/actions`}>
                Change the write credential
              </Anchor>
            ) : null
          }
        >
          {error.message}{" "}
          {nextAt && detail.attempt > 0
            ? `Tried ${detail.attempt} times; next try ${exactTime(nextAt)}.`
            : ""}
        </Notice>
      ) : null}
      {mustWait ? (
        <Notice kind="info" title="Somebody else must approve">
          The policy asks for two people here, so the person who asked cannot approve.
        </Notice>
      ) : null}
    </>
  );
}
