"use client";

import { RelativeTime } from "@/components/nhi/relative-time";
import { exactTime } from "@/components/time/time-text";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import classes from "./detail.module.css";
import { MoreButton } from "./more-button";
import { Empty } from "./section";
import { useMore } from "./use-more";

/** One stream of all that happened, newest first, further pages on demand. */
export function Timeline({ id, first }: { id: string; first: IdentityDetail["timeline"] }) {
  const list = useMore(`/api/v1/identities/${id}/timeline`, first);
  if (list.items.length === 0) return <Empty>Nothing has changed since Muster first saw it.</Empty>;
  return (
    <>
      <ol className={classes.timeline}>
        {list.items.map((event) => (
          <li key={event.id} data-kind={event.kind}>
            <span>{event.summary}</span>
            <span className={classes.small}>
              <RelativeTime at={event.at} />, {exactTime(event.at)}
            </span>
          </li>
        ))}
      </ol>
      <MoreButton list={list}>Show earlier events</MoreButton>
    </>
  );
}
