import { Anchor } from "@mantine/core";
import { FactValue } from "@/components/nhi/fact-value";
import { listHref } from "@/components/nhi/list-href";
import { RiskBadge } from "@/components/nhi/risk-badge";
import { kindWords } from "@/components/nhi/words";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import { TimeAgo } from "@/components/time/time-ago";
import { unknownReasonText } from "@/lib/domain/evidence";
import type { DatedFact, IdentityRow } from "@/lib/domain/inventory/identity-row";
import type { NextRotation } from "@/lib/domain/risk/factors/next-rotation";
import classes from "./mine.module.css";

interface Item {
  identity: IdentityRow;
  rotation: NextRotation;
  needs: readonly { text: string; href: string }[];
}

/** What somebody must do something about, as cards: first on a phone. */
export function NeedList({ items }: { items: readonly Item[] }) {
  if (items.length === 0) {
    return (
      <div className={classes.section}>
        <Notice kind="good" title="Nothing needs you now">
          No serious finding is open on what you own, and no secret is past its rotation.
        </Notice>
      </div>
    );
  }
  return (
    <section className={classes.section} aria-labelledby="needs-you">
      <h2 id="needs-you" className={classes.title}>
        {items.length === 1 ? "1 identity needs you" : `${items.length} identities need you`}
      </h2>
      <ul className={classes.needs}>
        {items.map(({ identity, needs }) => (
          <li key={identity.id} className={classes.need}>
            <div className={classes.head}>
              <div>
                <Link className={classes.name} href={`/identities/${identity.id}`}>
                  {identity.name}
                </Link>
                <div className={classes.quiet}>
                  {kindWords[identity.kind]} in {identity.source.name}
                </div>
              </div>
              <RiskBadge {...identity.risk} />
            </div>
            <ul className={classes.reasons}>
              {needs.slice(0, 4).map((need) => (
                <li key={need.href}>
                  <Link href={need.href}>{need.text}</Link>
                </li>
              ))}
              {needs.length > 4 ? (
                <li>
                  <Link href={`/identities/${identity.id}`}>{needs.length - 4} more</Link>
                </li>
              ) : null}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LastUse({ fact }: { fact: DatedFact }) {
  if (fact.state === "known") return fact.at ? <TimeAgo at={fact.at} /> : "Never";
  return (
    <FactValue unknown={fact.detail ?? unknownReasonText[fact.reason ?? "not_collected"]}>
      {null}
    </FactValue>
  );
}

function Rotation({ rotation }: { rotation: NextRotation }) {
  if (rotation.state === "not_applicable") return "Nothing to rotate";
  if (!("at" in rotation)) {
    return <FactValue unknown="The age of its secret is not known">{null}</FactValue>;
  }
  return (
    <span className={rotation.state === "overdue" ? classes.overdue : undefined}>
      {rotation.state === "overdue" ? "Was due on " : "By "}
      {rotation.at.slice(0, 10)} UTC
    </span>
  );
}

/** Everything that is mine, riskiest first. */
export function MineList({ items, total }: { items: readonly Item[]; total: number }) {
  return (
    <section aria-labelledby="all-mine">
      <h2 id="all-mine" className={classes.title}>
        Everything you own
      </h2>
      <PlainTable
        label="My identities"
        columns={["Identity", "Risk", "Last used", "Next rotation"]}
      >
        {items.map(({ identity, rotation }) => (
          <tr key={identity.id}>
            <td>
              <Link href={`/identities/${identity.id}`}>{identity.name}</Link>
              <div className={cells.quiet}>
                {kindWords[identity.kind]} in {identity.source.name}
              </div>
            </td>
            <td>
              <RiskBadge {...identity.risk} />
            </td>
            <td>
              <LastUse fact={identity.lastUsed} />
            </td>
            <td>
              <Rotation rotation={rotation} />
            </td>
          </tr>
        ))}
      </PlainTable>
      {total > items.length ? (
        <p className={classes.quiet}>
          The {items.length} riskiest of {total.toLocaleString("en-GB")} are shown.{" "}
          <Anchor component={Link} href={listHref("owner:me")} inherit>
            Open the whole list
          </Anchor>
        </p>
      ) : null}
    </section>
  );
}
