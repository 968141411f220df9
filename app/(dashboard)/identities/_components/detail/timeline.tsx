"use client";

import { Button } from "@mantine/core";
import { useState } from "react";
import { RelativeTime } from "@/components/nhi/relative-time";
import { BandTag } from "@/components/nhi/risk-badge";
import { exactTime } from "@/components/time/time-text";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { messageOf, readApi } from "../api";
import classes from "./detail.module.css";
import { Empty } from "./section";

/** One stream of all that happened, newest first, further pages on demand. */
export function Timeline({ id, first }: { id: string; first: IdentityDetail["timeline"] }) {
  const [more, setMore] = useState<IdentityDetail["timeline"]>({
    items: [],
    nextCursor: first.nextCursor,
  });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const load = async () => {
    setBusy(true);
    try {
      const cursor = encodeURIComponent(more.nextCursor ?? "");
      const page = await readApi<IdentityDetail["timeline"]>(
        `/api/v1/identities/${id}/timeline?cursor=${cursor}`,
      );
      setMore({ items: [...more.items, ...page.items], nextCursor: page.nextCursor });
    } catch (failure) {
      setError(messageOf(failure));
    }
    setBusy(false);
  };
  const events = [...first.items, ...more.items];
  if (events.length === 0) return <Empty>Nothing has changed since Muster first saw it.</Empty>;
  return (
    <>
      <ol className={classes.timeline}>
        {events.map((event) => (
          <li key={event.id} data-kind={event.kind}>
            <span>{event.summary}</span>
            <span className={classes.small}>
              <RelativeTime at={event.at} />, {exactTime(event.at)}
            </span>
          </li>
        ))}
      </ol>
      {more.nextCursor ? (
        <Button size="compact-sm" variant="default" loading={busy} onClick={() => void load()}>
          Show earlier events
        </Button>
      ) : null}
      {error ? <p role="alert">{error}</p> : null}
    </>
  );
}

/** What rules say of it: open first, each with what to do. */
export function FindingList({ findings }: { findings: IdentityDetail["findings"] }) {
  if (findings.length === 0)
    return <Empty>No rule has found anything. Unknown facts may hide something.</Empty>;
  return findings.map((finding) => (
    <details key={finding.id} className={classes.box} open={finding.state === "open"}>
      <summary className={classes.boxHead}>
        <BandTag band={finding.severity}>
          {finding.severity.charAt(0).toUpperCase() + finding.severity.slice(1)}
        </BandTag>
        <strong>{finding.title}</strong>
        <span className={`${classes.small} ${classes.right}`}>
          {finding.state === "open" ? "Open since " : "Resolved "}
          {(finding.state === "open"
            ? finding.firstSeenAt
            : (finding.resolvedAt ?? finding.firstSeenAt)
          ).slice(0, 10)}
        </span>
      </summary>
      <div className={classes.line}>{finding.evidence}</div>
      <div className={classes.line}>
        <span className={classes.small}>What to do: {finding.remedy}</span>
      </div>
    </details>
  ));
}
