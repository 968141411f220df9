"use client";

import { Tooltip } from "@mantine/core";
import { agoText, exactTime } from "./time-text";
import { useNow } from "./use-now";

/** A relative time with the exact one on hover and in the markup. */
export function TimeAgo({ at }: { at: string }) {
  const now = useNow();
  return (
    <Tooltip label={exactTime(at)}>
      <time dateTime={at}>{now === null ? exactTime(at) : agoText(at, now)}</time>
    </Tooltip>
  );
}
