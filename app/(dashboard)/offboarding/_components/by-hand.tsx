import { Anchor } from "@mantine/core";
import { isWebPage } from "@/lib/domain/inventory/web-page";
import type { CaseShape } from "./case-shape";
import classes from "./offboarding.module.css";

/** A step with its commands, which stand between backticks, as code to copy. */
function Step({ text }: { text: string }) {
  const parts = text.split("`").map((part, at) => ({ part, isCode: at % 2 === 1 }));
  return parts.map(({ part, isCode }) =>
    isCode ? <code key={part}>{part}</code> : <span key={part}>{part}</span>,
  );
}

/** What a person does at the provider, where Muster cannot or may not. */
export function ByHand({ detail }: { detail: CaseShape }) {
  if (detail.state !== "manual" || detail.byHand.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="by-hand">
      <h2 id="by-hand">What to do</h2>
      <ol className={classes.byHand}>
        {detail.byHand.map((text) => (
          <li key={text}>
            <Step text={text} />
          </li>
        ))}
      </ol>
      {isWebPage(detail.url) ? (
        <Anchor href={detail.url} target="_blank" rel="noreferrer noopener" size="sm">
          Open it at the provider
        </Anchor>
      ) : null}
    </section>
  );
}
