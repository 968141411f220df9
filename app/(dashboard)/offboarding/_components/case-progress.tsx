import { exactTime } from "@/components/time/time-text";
import type { CaseState as State } from "@/lib/domain/lifecycle/case";
import { type CaseShape, isSoft } from "./case-shape";
import { stateWords } from "./case-words";
import classes from "./offboarding.module.css";

interface Step {
  title: string;
  /** States in which this step is the present one. */
  during: readonly State[];
  at: (detail: CaseShape) => string | null;
}

const callAt = (detail: CaseShape, verb: string): string | null =>
  detail.calls.findLast((call) => call.verb === verb && call.state === "done")?.finishedAt ?? null;

const lastStep =
  (state: State) =>
  (detail: CaseShape): string | null =>
    detail.state === state ? detail.stateAt : null;

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
    at: lastStep("verified"),
  },
];
const decided: readonly Step[] = providerSteps.slice(0, 2);
const hardSteps: readonly Step[] = [
  ...decided,
  {
    title: "Owner agrees",
    during: ["approved", "confirming"],
    at: (detail) => detail.approvals.find((one) => one.decision === "confirmed")?.at ?? null,
  },
  ...providerSteps.slice(4),
];
const rotationSteps = (replaces: boolean): readonly Step[] => [
  ...decided,
  {
    title: "New one made",
    during: ["approved", "creating", "destroying", "dangling"],
    at: (detail) => callAt(detail, "create"),
  },
  {
    title: "Delivered",
    during: ["delivering", "delivered"],
    at: (detail) => detail.rotation?.deliveredAt ?? null,
  },
  ...(replaces
    ? [{ title: "Replaced", during: ["replacing"] as const, at: lastStep("completed") }]
    : [
        {
          title: "Old one unused",
          during: ["overlapping", "undoing"] as const,
          at: (detail: CaseShape) => detail.disabledAt,
        },
        {
          title: "Old one off, watched",
          during: ["disabling_old", "watching"] as const,
          at: (detail: CaseShape) => callAt(detail, "delete"),
        },
        {
          title: "Old one proven gone",
          during: ["deleting_old", "deleted"] as const,
          at: lastStep("completed"),
        },
      ]),
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
    at: (detail) => lastStep("verified")(detail) ?? lastStep("completed")(detail),
  },
];

function stepsOf({ mode, rotation, plan }: CaseShape): readonly Step[] {
  if (mode === "manual") return manualSteps;
  if (rotation) return rotationSteps(rotation.overlapHours === null);
  return isSoft(plan) ? providerSteps : hardSteps;
}

/** Where the case stands, as steps with their times and one sentence about the present. */
export function CaseProgress({ detail }: { detail: CaseShape }) {
  const steps = stepsOf(detail);
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
        {["stuck", "dangling"].includes(detail.state) && detail.nextAt
          ? ` Next try on ${exactTime(detail.nextAt)}.`
          : ""}
      </p>
    </section>
  );
}
