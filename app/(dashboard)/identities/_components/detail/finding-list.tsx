"use client";

import { Anchor } from "@mantine/core";
import { BandTag } from "@/components/nhi/risk-badge";
import { bandWords } from "@/components/nhi/words";
import { DatedText } from "@/components/time/dated-text";
import { LocalLink as Link } from "@/components/shell/local-link";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import classes from "./detail.module.css";
import { hrefOf, stateText } from "./finding-text";
import { MoreButton } from "./more-button";
import { Empty } from "./section";
import { useMore } from "./use-more";

type Finding = IdentityDetail["findings"][number];

function One({ finding }: { finding: Finding }) {
  const { exception } = finding;
  return (
    <details className={classes.box} open={finding.state === "open"}>
      <summary className={classes.boxHead}>
        <BandTag band={finding.severity}>{bandWords[finding.severity]}</BandTag>
        <strong>{finding.title}</strong>
        <span className={`${classes.small} ${classes.right}`}>{stateText(finding)}</span>
      </summary>
      <div className={classes.found}>
        <div>
          <DatedText text={finding.evidence} />
        </div>
        <div className={classes.small}>What to do: {finding.remedy}</div>
        <div className={classes.links}>
          <Anchor component={Link} href={hrefOf(finding)} prefetch={false} size="sm">
            Open finding
          </Anchor>
          {exception ? (
            <Anchor
              component={Link}
              href={`/exceptions/${exception.id}`}
              prefetch={false}
              size="sm"
            >
              Open its exception
            </Anchor>
          ) : null}
        </div>
      </div>
    </details>
  );
}

/** What rules say of it: open first, then what stands under an exception, each with what to do. */
export function FindingList({ detail }: { detail: IdentityDetail }) {
  const { findings, more, identity } = detail;
  const list = useMore(`/api/v1/identities/${identity.id}/findings`, {
    items: findings,
    nextCursor: more.findings.nextCursor,
  });
  if (list.items.length === 0)
    return <Empty>No rule has found anything. Unknown facts may hide something.</Empty>;
  return (
    <>
      {list.items.map((finding) => (
        <One key={finding.id} finding={finding} />
      ))}
      <MoreButton list={list} total={more.findings.total}>
        Show more findings
      </MoreButton>
    </>
  );
}
