import { Anchor, Button } from "@mantine/core";
import type { ReactNode } from "react";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import { TimeAgo } from "@/components/time/time-ago";
import { numberText } from "@/lib/domain/counted";
import type { SourceDetail } from "@/lib/use-cases/sources/list-sources";
import { scheduleText } from "./schedule-words";
import { runStatus, StatusDot } from "./status-dot";
import classes from "./sources.module.css";

function factsOf(source: SourceDetail): [string, ReactNode][] {
  const query = `/identities?q=${encodeURIComponent(`source:${source.id}`)}`;
  return [
    [
      "State",
      <StatusDot key="state" status={source.run ? runStatus(source.run) : source.status} />,
    ],
    [
      "Last read to the end",
      source.lastCompleteAt ? <TimeAgo key="last" at={source.lastCompleteAt} /> : "Never",
    ],
    [
      "Next sync",
      <span key="next">
        {source.nextSyncAt ? <TimeAgo at={source.nextSyncAt} /> : null}
        <span className={source.nextSyncAt ? classes.under : undefined}>
          {scheduleText(source)}
        </span>
      </span>,
    ],
    [
      "Identities",
      <span key="identities">
        <Anchor component={Link} href={query} inherit>
          {numberText(source.identities)}
        </Anchor>
        {source.missing > 0 ? (
          <span className={classes.under}>
            <Link href={`${query}%20is%3Amissing`}>
              {numberText(source.missing)} no longer listed
            </Link>
          </span>
        ) : null}
      </span>,
    ],
    ["Credentials", numberText(source.credentials)],
    [
      "Open findings",
      <Anchor key="findings" component={Link} href={`/findings?source=${source.id}`} inherit>
        {numberText(source.openFindings)}
      </Anchor>,
    ],
  ];
}

/** Whether the last sync was refused and the provider has accepted nothing since. */
export const refusedCredential = ({ lastError, lastAttemptAt, verifiedAt }: SourceDetail) =>
  lastError?.code === "unauthorized" && (verifiedAt ?? "") <= (lastAttemptAt ?? "");

/** State, freshness and counts of a source; what failed, what was kept and what to do. */
export function SourceFacts({ source, canChange }: { source: SourceDetail; canChange: boolean }) {
  const { lastError } = source;
  const isRefused = refusedCredential(source);
  const isRepaired = lastError?.code === "unauthorized" && !isRefused;
  return (
    <>
      <dl className={classes.facts}>
        {factsOf(source).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {lastError ? (
        <div className={classes.notice}>
          <Notice
            kind="error"
            title={
              lastError.stream
                ? `The last sync failed at ${source.titles[lastError.stream] ?? lastError.stream}`
                : "The last sync failed"
            }
            action={
              isRefused && canChange ? (
                <Button
                  component={Link}
                  href={`/sources/${source.id}/change`}
                  variant="default"
                  size="xs"
                >
                  Give it a working credential
                </Button>
              ) : null
            }
          >
            <dl className={classes.failure}>
              <dt>Cause</dt>
              <dd>{lastError.message}</dd>
              <dt>Kept</dt>
              <dd>{lastError.kept}</dd>
              <dt>What to do</dt>
              <dd>
                {isRepaired
                  ? "The provider has accepted the connection since. Sync now."
                  : lastError.todo}
              </dd>
            </dl>
          </Notice>
        </div>
      ) : null}
    </>
  );
}
