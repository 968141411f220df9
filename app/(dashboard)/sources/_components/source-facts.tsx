import { Anchor } from "@mantine/core";
import { LocalLink as Link } from "@/components/shell/local-link";
import { Notice } from "@/components/states/notice";
import { TimeAgo } from "@/components/time/time-ago";
import { StatusDot } from "./status-dot";
import classes from "./sources.module.css";

interface SourceFactsProps {
  source: {
    id: string;
    status: string;
    lastCompleteAt: string | null;
    nextSyncAt: string | null;
    schedulable: boolean;
    identities: number;
    missing: number;
    credentials: number;
    lastError: { message: string; kept: string; todo: string; stream: string | null } | null;
    verification: {
      principal: string;
      missing: { permission: string; streams: string[] }[];
    } | null;
  };
}

/** State, freshness and counts of a source; what failed, what was kept and what to do. */
export function SourceFacts({ source }: SourceFactsProps) {
  const { lastError, verification } = source;
  const missing = verification?.missing ?? [];
  const listHref = `/identities?q=${encodeURIComponent(`source:${source.id}`)}`;
  return (
    <>
      <dl className={classes.facts}>
        <div>
          <dt>State</dt>
          <dd>
            <StatusDot status={source.status} />
          </dd>
        </div>
        <div>
          <dt>Last read whole</dt>
          <dd>{source.lastCompleteAt ? <TimeAgo at={source.lastCompleteAt} /> : "Never"}</dd>
        </div>
        <div>
          <dt>Next sync</dt>
          <dd>
            {source.nextSyncAt ? (
              <TimeAgo at={source.nextSyncAt} />
            ) : source.schedulable ? (
              "Only when asked"
            ) : (
              "When files arrive"
            )}
          </dd>
        </div>
        <div>
          <dt>Identities</dt>
          <dd>
            <Anchor component={Link} href={listHref} size="sm">
              {source.identities.toLocaleString("en-GB")}
            </Anchor>
            {source.missing > 0 ? `, ${source.missing.toLocaleString("en-GB")} missing` : ""}
          </dd>
        </div>
        <div>
          <dt>Credentials</dt>
          <dd>{source.credentials.toLocaleString("en-GB")}</dd>
        </div>
        {verification ? (
          <div>
            <dt>Signed in as</dt>
            <dd style={{ overflowWrap: "anywhere" }}>{verification.principal}</dd>
          </div>
        ) : null}
      </dl>
      {lastError ? (
        <Notice
          kind="error"
          title={
            lastError.stream
              ? `The last sync failed at ${lastError.stream}`
              : "The last sync failed"
          }
        >
          {lastError.message} {lastError.kept} {lastError.todo}
        </Notice>
      ) : null}
      {missing.length > 0 ? (
        <Notice kind="warning" title="Permissions are missing">
          {missing.map((entry) => `${entry.permission} (${entry.streams.join(", ")})`).join("; ")}
        </Notice>
      ) : null}
    </>
  );
}
