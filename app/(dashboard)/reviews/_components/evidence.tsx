import type { ReactNode } from "react";
import { BandTag, RiskBadge } from "@/components/nhi/risk-badge";
import { TimeAgo } from "@/components/time/time-ago";
import type { ShownFact } from "@/lib/domain/inventory/identity-detail";
import type { ReviewCard } from "@/lib/domain/lifecycle/review-card";
import type { RiskBand } from "@/lib/domain/risk/risk";
import { thingWords } from "@/components/nhi/words";
import { counted } from "@/lib/domain/counted";
import { plain, reachText } from "./review-words";
import classes from "./reviews.module.css";

function FactValue({ fact }: { fact: ShownFact }) {
  if (fact.unknown !== null)
    return <span className={classes.unknown}>Unknown: {fact.unknown}</span>;
  if (fact.kind === "never") return <>Never, says {fact.source}</>;
  if (fact.kind === "instant" && fact.value !== null)
    return (
      <>
        <TimeAgo at={fact.value} />, says {fact.source}
      </>
    );
  return <>{fact.value}</>;
}

const Line = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
);

const usedFirst = (facts: readonly ShownFact[]): ShownFact[] =>
  facts.toSorted((a, b) => Number(b.label.includes("used")) - Number(a.label.includes("used")));

function Reach({ card }: { card: ReviewCard }) {
  if (card.grantCount === 0)
    return <span className={classes.unknown}>Unknown: the source lists no grants for it</span>;
  return (
    <>
      {counted(card.grantCount, "grant")}: {reachText(card.reach)}
    </>
  );
}

function Users({ card }: { card: ReviewCard }) {
  const { usedBy, usedByCount, sharedWith } = card;
  if (usedByCount === 0 && sharedWith === 0)
    return <span className={classes.unknown}>Unknown: the source names nobody</span>;
  return (
    <>
      {usedBy.map(({ principal }) => principal).join(", ")}
      {usedByCount > usedBy.length ? ` and ${usedByCount - usedBy.length} more` : ""}
      {sharedWith > 0
        ? ` The same key was seen in ${counted(sharedWith, "other identity", "other identities")}.`
        : ""}
    </>
  );
}

/** Why it is asked, and what there is to know before the answer. */
export function Evidence({ card }: { card: ReviewCard }) {
  const { identity, risk } = card;
  return (
    <article className={classes.card} aria-label={`Evidence for ${card.name}`}>
      <h2>{card.name}</h2>
      <div className={classes.quiet}>
        {thingWords(card.kind)}
        {card.subject === "credential" ? ` of ${identity.name}` : ""} in {card.source.name}
        {identity.container ? `, ${identity.container}` : ""}
      </div>
      <dl className={classes.facts}>
        <Line label="Risk">
          <RiskBadge {...risk} band={risk.band as RiskBand} />
          {card.findingCount > 0 ? (
            <ul>
              {card.findings.map((finding) => (
                <li key={finding.title}>{finding.title}</li>
              ))}
            </ul>
          ) : (
            " No finding is open."
          )}
        </Line>
        {usedFirst(card.facts).map((fact) => (
          <Line key={fact.label} label={fact.label}>
            <FactValue fact={fact} />
          </Line>
        ))}
        <Line label="Can reach">
          <Reach card={card} />
          {card.scopes.length > 0 ? ` Scopes: ${card.scopes.join(", ")}.` : ""}
        </Line>
        <Line label="Who can use it">
          <Users card={card} />
        </Line>
        <Line label="State">
          {plain(card.status)}, environment {identity.environment}
          {card.owner ? `, owner ${card.owner}` : ", no owner"}
        </Line>
        <Line label="Last review">
          {card.since === null ? (
            "Never kept before"
          ) : (
            <>
              Kept <TimeAgo at={card.since} />.{" "}
              {card.changeCount === 0
                ? "Nothing changed since."
                : `${counted(card.changeCount, "change")} since: ${card.changes.map(({ summary }) => summary).join("; ")}`}
            </>
          )}
        </Line>
        <Line label="Why you">
          {card.campaign.name}
          {card.because ? `: ${card.because}` : ""}
          {card.delegated ? ", handed to you" : ""}
          {card.state === "seconding"
            ? ": its owner keeps it; a second person must agree."
            : ""}{" "}
          {card.twoPeople && card.state === "waiting" ? (
            <BandTag band="medium">Two people decide</BandTag>
          ) : null}
        </Line>
      </dl>
    </article>
  );
}
