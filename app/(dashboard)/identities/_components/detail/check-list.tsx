import { Anchor, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconQuestionMark, IconX } from "@tabler/icons-react";
import { BandTag } from "@/components/nhi/risk-badge";
import { bandWords } from "@/components/nhi/words";
import { LocalLink as Link } from "@/components/shell/local-link";
import { counted } from "@/lib/domain/counted";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import type { IdentityCheck, IdentityChecks } from "@/lib/domain/policy/check";
import classes from "./checks.module.css";
import { Empty } from "./section";

const icons = { failed: IconX, unknown: IconQuestionMark, passed: IconCheck } as const;
const words = { failed: "Failed", unknown: "Could not be checked", passed: "Passed" } as const;
/** Reasons that the source's page says more about. */
const atSource = new Set<IdentityCheck["reason"]>(["permission_missing", "stale", "unreadable"]);

const having = (checks: IdentityChecks, outcome: IdentityCheck["outcome"]) =>
  checks.items.filter((check) => check.outcome === outcome);

/** `2 failed, 3 could not be checked, 14 passed` */
export function checksNote(checks: IdentityChecks): string | null {
  const parts = (["failed", "unknown", "passed"] as const).flatMap((outcome) => {
    const count = having(checks, outcome).length;
    return count === 0 ? [] : `${count} ${words[outcome].toLowerCase()}`;
  });
  return parts.length === 0 ? null : parts.join(", ");
}

function Mark({ outcome }: Pick<IdentityCheck, "outcome">) {
  const Icon = icons[outcome];
  return (
    <span className={classes.mark} data-outcome={outcome}>
      <Icon size={13} stroke={2.4} aria-hidden />
      <VisuallyHidden>{words[outcome]}</VisuallyHidden>
    </span>
  );
}

const mostFound = 3;

/** What was found, each with the way to its finding. */
function Found({ check }: { check: IdentityCheck }) {
  const rest = check.found.length - mostFound;
  return (
    <>
      {check.found.slice(0, mostFound).map(({ evidence, findingId, excepted }) => (
        <p key={`${findingId} ${evidence}`}>
          {evidence}
          {excepted ? " (excepted)" : ""}{" "}
          {findingId ? (
            <Anchor
              component={Link}
              href={`/findings?rule=${check.ruleId}${excepted ? "&state=excepted" : ""}&finding=${findingId}`}
              prefetch={false}
              inherit
              underline="always"
            >
              Open finding
            </Anchor>
          ) : null}
        </p>
      ))}
      {rest > 0 ? (
        <p>
          <a href="#findings">{counted(rest, "more finding", "more findings")}</a>
        </p>
      ) : null}
    </>
  );
}

function Row({ check, sourceHref }: { check: IdentityCheck; sourceHref: string | null }) {
  return (
    <li className={classes.check}>
      <Mark outcome={check.outcome} />
      <div>
        <strong>{check.title}</strong>
        <Found check={check} />
        {check.because ? <p>{check.because}.</p> : null}
        {check.outcome === "unknown" ? (
          <p className={classes.help}>
            What would tell: {check.whatToDo}{" "}
            {sourceHref && atSource.has(check.reason) ? (
              <Anchor component={Link} href={sourceHref} prefetch={false} inherit>
                See source
              </Anchor>
            ) : null}
          </p>
        ) : null}
      </div>
      {check.outcome === "failed" ? (
        <BandTag band={check.severity}>{bandWords[check.severity]}</BandTag>
      ) : null}
    </li>
  );
}

interface CheckListProps {
  detail: IdentityDetail;
  mayOpenSource: boolean;
}

/** Every rule that applies, with its answer: what failed and what nobody could tell are never mixed. */
export function CheckList({ detail, mayOpenSource }: CheckListProps) {
  const { checks, identity } = detail;
  if (identity.missingSince)
    return <Empty>Its source no longer lists it, so no rule asks about it.</Empty>;
  if (detail.scoredAt === null)
    return <Empty>Not checked yet. The rules run within a minute of the sync that found it.</Empty>;
  const passed = having(checks, "passed");
  const sourceHref = mayOpenSource ? `/sources/${identity.source.id}` : null;
  return (
    <div className={classes.checks}>
      <ul>
        {checks.items
          .filter(({ outcome }) => outcome !== "passed")
          .map((check) => (
            <Row key={check.ruleId} check={check} sourceHref={sourceHref} />
          ))}
      </ul>
      {passed.length > 0 ? (
        <details>
          <summary>
            <Mark outcome="passed" />
            {counted(passed.length, "rule passed", "rules passed")}
          </summary>
          <ul>
            {passed.map(({ ruleId, title }) => (
              <li key={ruleId} className={classes.passed}>
                {title}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <p className={classes.rest}>
        {counted(checks.notApplicable, "further rule has", "further rules have")} nothing to say of
        an identity of this kind.
      </p>
    </div>
  );
}
