import { exactTime } from "@/components/time/time-text";
import type { CaseShape } from "./case-shape";
import { verbWords } from "./case-words";
import classes from "./offboarding.module.css";

const undoWords: Record<string, string> = {
  yes: "Can be undone at once",
  from_snapshot: "Can be undone from what Muster keeps",
  no: "Cannot be undone",
};

const usedWords = (fact: NonNullable<CaseShape["plan"]>["lastUsedAt"]): string => {
  if (fact.state === "unknown") return `Its last use is unknown. ${fact.detail ?? ""}`;
  return fact.value ? `Last used ${exactTime(fact.value)}.` : "Never used, says the provider.";
};

const watchWords = (days: number): string =>
  days === 0 ? ", without a watch" : `, after ${days} ${days === 1 ? "day" : "days"} of watching`;

function List({ title, items, none }: { title: string; items: readonly string[]; none: string }) {
  return (
    <div>
      <h3 className={classes.quiet}>{title}</h3>
      {items.length > 0 ? (
        <ul>
          {items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      ) : (
        <span className={classes.quiet}>{none}</span>
      )}
    </div>
  );
}

/** The exact calls, who would notice and what would stay behind, before anything is done. */
export function DryRun({ detail }: { detail: CaseShape }) {
  const { plan } = detail;
  if (!plan) return null;
  return (
    <section className={classes.section} aria-labelledby="dry-run">
      <h2 id="dry-run">Dry run</h2>
      <p className={classes.quiet}>
        Read at the provider on {exactTime(plan.at)}: it was {plan.state}.{" "}
        {usedWords(plan.lastUsedAt)}
      </p>
      <ol className={classes.calls}>
        {plan.steps.map((step) => (
          <li key={step.verb}>
            <div className={classes.verb}>
              <strong>{verbWords[step.verb]}</strong>
              <span className={classes.quiet}>
                {undoWords[step.reversible]}
                {step.verb === "delete" && plan.steps.length > 1
                  ? watchWords(detail.watchDays)
                  : ""}
              </span>
            </div>
            {step.calls.map((call) => (
              <div key={call.call}>
                <code>{call.call}</code> <span className={classes.quiet}>{call.effect}</span>
              </div>
            ))}
          </li>
        ))}
      </ol>
      <div className={classes.columns}>
        <List
          title="Who would notice"
          items={plan.consumers}
          none="Nobody whom the provider shows."
        />
        <List
          title="What stays behind"
          items={plan.leftovers}
          none="Nothing that the provider shows."
        />
      </div>
    </section>
  );
}
