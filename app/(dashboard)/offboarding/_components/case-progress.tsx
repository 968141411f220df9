import { exactTime } from "@/components/time/time-text";
import type { OffboardingState } from "@/lib/domain/lifecycle/offboarding";
import type { CaseShape } from "./case-shape";
import { stateWords } from "./case-words";
import classes from "./offboarding.module.css";

interface Step {
  title: string;
  /** States in which this step is the present one. */
  during: readonly OffboardingState[];
  at: (detail: CaseShape) => string | null;
}

const callAt = (detail: CaseShape, verb: string): string | null =>
  detail.calls.findLast((call) => call.verb === verb && call.state === "done")?.finishedAt ?? null;

const providerSteps: readonly Step[] = [
  { title: "Dry run", during: ["requested"], at: (detail) => detail.plan?.at ?? null },
  {
    title: "Approval",
    during: ["planned"],
    at: (detail) => detail.approvals.find((one) => one.decision === "approved")?.at ?? null,
  },
  { title: "Switched off", during: ["approved", "disabling"], at: (detail) => detail.disabledAt },
  { title: "Watched", during: ["watching", "undoing"], at: (detail) => callAt(detail, "delete") },
  { title: "Deleted", during: ["deleting"], at: (detail) => callAt(detail, "delete") },
  {
    title: "Proven gone",
    during: ["deleted"],
    at: (detail) => (detail.state === "verified" ? detail.stateAt : null),
  },
];
const manualSteps: readonly Step[] = [
  { title: "Asked", during: [], at: (detail) => detail.createdAt },
  {
    title: "Done by a person",
    during: ["manual"],
    at: (detail) =>
      detail.audit.find((line) => line.event === "offboarding.reported-done")?.at ?? null,
  },
  {
    title: "Proven gone",
    during: ["reported"],
    at: (detail) => (detail.state === "verified" ? detail.stateAt : null),
  },
];

/** Where the case stands, as steps with their times and one sentence about the present. */
export function CaseProgress({ detail }: { detail: CaseShape }) {
  const steps = detail.mode === "manual" ? manualSteps : providerSteps;
  const { label, meaning } = stateWords[detail.state];
  return (
    <section aria-label="Progress">
      <ol className={classes.steps}>
        {steps.map((step) => {
          const at = step.at(detail);
          const isNow = step.during.includes(detail.state);
          return (
            <li
              key={step.title}
              className={classes.step}
              data-done={(at !== null && !isNow) || undefined}
              aria-current={isNow ? "step" : undefined}
            >
              <strong>{step.title}</strong>
              <span className={classes.quiet}>
                {isNow ? "Now" : at ? exactTime(at) : "Not yet"}
              </span>
            </li>
          );
        })}
      </ol>
      <p className={classes.quiet}>
        <strong>{label}.</strong> {meaning}
        {detail.state === "watching" && detail.watchUntil
          ? ` It is deleted on ${exactTime(detail.watchUntil)} unless somebody gives it back.`
          : ""}
        {detail.state === "stuck" && detail.nextAt
          ? ` Next try on ${exactTime(detail.nextAt)}.`
          : ""}
      </p>
    </section>
  );
}
