"use client";

import { AgeHistogram } from "@/components/charts/age-histogram";
import { ChartFrame } from "@/components/charts/chart-frame";
import { listHref } from "@/components/nhi/list-href";
import { classWords } from "@/components/nhi/words";
import { numberText } from "@/lib/domain/counted";
import type { IdentityClass } from "@/lib/domain/identity/identity";
import type { RotationSpan } from "@/lib/domain/policy/rotation-span";
import { barsWithin, binsOf, pastOf, type SecretAge } from "./secret-ages";
import { rotationTitle } from "./titles";

interface RotationChartProps {
  ages: readonly SecretAge[];
  /** `AI keys`, `other secrets`: the subject of the title. */
  subject: string;
  /** Part of the inventory's query that selects these classes. */
  query: string;
  spans: readonly RotationSpan[];
}

const days = (least: number, most: number): string =>
  least === most ? `${least} days` : `${least} to ${most} days`;

/** What the policy in force asks of these classes: where its line is, and in words. */
function policyOf(spans: readonly RotationSpan[]) {
  const usual = spans.map((span) => span.usualDays);
  const [least, most] = [Math.min(...usual), Math.max(...usual)];
  const fewest = Math.min(...spans.map((span) => span.fewestDays));
  const words = days(least, most);
  return { least, label: words, words: fewest < least ? `${words}, for some ${fewest}` : words };
}

/** How long secrets have lived unchanged, with the policy's line, and the list of those beyond it. */
export function RotationChart({ ages, subject, query, spans }: RotationChartProps) {
  const policy = policyOf(spans);
  const bins = binsOf(ages);
  const { past, judged } = pastOf(ages);
  const unknown = bins.at(-1)?.within ?? 0;
  const classes = [...new Set(ages.map((age) => age.identityClass))];
  return (
    <ChartFrame
      title={rotationTitle(subject, { past, judged, unjudged: unknown })}
      sentence={`Days since the oldest working secret was changed; the policy is ${policy.words}.${
        unknown > 0 ? ` The age of ${numberText(unknown)} is unknown; they are not judged.` : ""
      }`}
      unit="identities"
      columns={[
        "Days",
        ...classes.map((one) => classWords[one as IdentityClass] ?? one),
        "Past policy",
        "Total",
      ]}
      rows={bins.map((bin, at) => [
        bin.label,
        ...classes.map((one) => {
          const own = binsOf(ages.filter((age) => age.identityClass === one))[at];
          return (own?.within ?? 0) + (own?.past ?? 0);
        }),
        bin.past,
        bin.within + bin.past,
      ])}
      {...(past > 0
        ? {
            link: {
              href: listHref(`${query} rotation:over_policy,never`),
              label: `Show the ${numberText(past)} past their policy`,
            },
          }
        : {})}
    >
      {judged + unknown === 0 ? null : (
        <AgeHistogram
          bins={bins}
          line={{ after: barsWithin(policy.least), label: `Policy: ${policy.label}` }}
        />
      )}
    </ChartFrame>
  );
}
