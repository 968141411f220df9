import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { LocalLink as Link } from "@/components/shell/local-link";
import { exactTime } from "@/components/time/time-text";
import type { ExceptionDetail } from "@/lib/use-cases/exceptions/get-exception";
import { renewalText, stateWords } from "./exception-words";
import classes from "./exceptions.module.css";
import { Mark } from "./mark";

function decidedText(detail: ExceptionDetail): string {
  if (!detail.decidedBy || !detail.decidedAt) return "Not yet";
  const how = detail.assurance ? ` (AAL${detail.assurance})` : "";
  const words = detail.decision ? `: ${detail.decision}` : "";
  return `${detail.decidedBy}${how}, ${exactTime(detail.decidedAt)}${words}`;
}

/** State, span, decision and how often it was renewed. */
export function ExceptionFacts({ detail }: { detail: ExceptionDetail }) {
  const facts: [string, ReactNode][] = [
    ["State", <Mark key="state" {...stateWords[detail.state]} />],
    ["From", exactTime(detail.startsAt)],
    ["Ends", exactTime(detail.endsAt)],
    ["Longest by policy", `${detail.mostDays} days (version ${detail.policyVersion})`],
    ["Decided by", decidedText(detail)],
    ["Renewed", renewalText(detail.renewals)],
    [
      "Identity",
      detail.identityId ? (
        <Anchor component={Link} href={`/identities/${detail.identityId}`} inherit>
          {detail.identityName}
        </Anchor>
      ) : (
        `${detail.identityName}, its source was removed`
      ),
    ],
    ["Owner", detail.ownerName ?? "None confirmed"],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
