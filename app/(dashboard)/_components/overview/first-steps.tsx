import { Anchor, Title } from "@mantine/core";
import { LocalLink as Link } from "@/components/shell/local-link";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { type Figures, listHref, number } from "./figures";
import classes from "./overview.module.css";

interface Step {
  count: number;
  what: string;
  why: string;
  action: string;
  href: string;
}

interface FirstStepsProps {
  figures: Figures;
  coverage: readonly { streams: number; complete: number }[];
}

function steps({ figures, coverage }: FirstStepsProps): Step[] {
  const count = (key: keyof Figures) => figures[key].now ?? 0;
  const blind = coverage.filter((source) => source.complete < source.streams).length;
  const all: Step[] = [
    {
      count: count("atRisk"),
      what: "critical or high risk",
      why: "They reach far or could be stolen unnoticed",
      action: "Review the riskiest",
      href: listHref("band:critical,high"),
    },
    {
      count: count("unowned"),
      what: "without an owner",
      why: "Nobody would notice misuse or agree to a change",
      action: "Assign owners",
      href: listHref("owner:none"),
    },
    {
      count: count("overRotation"),
      what: "past their rotation policy",
      why: "A leaked copy stays usable as long as the secret lives",
      action: "Plan rotation",
      href: listHref("rotation:over_policy"),
    },
    {
      count: count("stale"),
      what: "unused for 90 days or never used",
      why: "What nobody uses can go without breaking anything",
      action: "Find what to remove",
      href: listHref("last-used:90_365d,gt_365d,never"),
    },
    {
      count: blind,
      what: blind === 1 ? "source that cannot be read whole" : "sources that cannot be read whole",
      why: "What is not seen is not judged",
      action: "See what is missing",
      href: "/sources",
    },
  ];
  return all.filter((step) => step.count > 0);
}

/** What to do first, each row with its action. */
export function FirstSteps(props: FirstStepsProps) {
  const rows = steps(props);
  if (rows.length === 0) return null;
  return (
    <section className={classes.section}>
      <Title order={2}>What to do first</Title>
      <PlainTable
        label="What to do first"
        columns={[{ label: "Count", number: true }, "What", "Why it matters", "Action"]}
      >
        {rows.map((step) => (
          <tr key={step.what}>
            <td data-number>{number(step.count)}</td>
            <td>{step.what.charAt(0).toUpperCase() + step.what.slice(1)}</td>
            <td className={cells.quiet}>{step.why}</td>
            <td className={cells.nowrap}>
              <Anchor component={Link} href={step.href} size="sm">
                {step.action}
              </Anchor>
            </td>
          </tr>
        ))}
      </PlainTable>
    </section>
  );
}
