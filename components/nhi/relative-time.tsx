"use client";

import { agoText, exactTime } from "@/components/time/time-text";
import { useNow } from "@/components/time/use-now";

/** A relative time; the exact one, with its zone and how it is known, shows on hover. */
export function RelativeTime({
  at,
  source,
  age,
}: {
  at: string;
  source?: string | null;
  age?: boolean;
}) {
  const now = useNow();
  const exact = exactTime(at);
  const words = now === null ? exact.slice(0, 10) : agoText(at, now);
  return (
    <time dateTime={at} data-hint={source ? `${exact}, from ${source}` : exact}>
      {age && now !== null ? words.replace(/ ago$/, "") : words}
    </time>
  );
}
