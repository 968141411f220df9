import type { Metadata } from "next";
import { asNotFound } from "@/app/_http/as-not-found";
import { pageContext } from "@/app/_http/request-context";
import { SampleMark } from "@/components/nhi/sample-mark";
import { Crumb } from "@/components/shell/crumb";
import { PageBody, PageHeader } from "@/components/shell/page-header";
import { reachOf } from "@/lib/use-cases/context";
import { getRun, listRuns } from "@/lib/use-cases/sources/list-runs";
import { getSource } from "@/lib/use-cases/sources/list-sources";
import { ExportFiles } from "../_components/export-files";
import { FollowRuns } from "@/components/states/follow-runs";
import { LiveRun } from "../_components/live-run";
import { RunHistory } from "../_components/run-history";
import { SourceActions } from "../_components/source-actions";
import { SourceConnection } from "../_components/source-connection";
import { refusedCredential, SourceFacts } from "../_components/source-facts";
import { StreamTable } from "../_components/stream-table";

export const metadata: Metadata = { title: "Source" };

export default async function SourcePage({ params }: { params: Promise<{ sourceId: string }> }) {
  const ctx = await pageContext("source:read");
  const { sourceId } = await params;
  const source = await getSource(ctx, { sourceId }).catch(asNotFound);
  const [runs, run] = await Promise.all([
    listRuns(ctx, { sourceId }),
    source.run ? getRun(ctx, { runId: source.run.id }) : null,
  ]);
  const can = (permission: Parameters<typeof reachOf>[1]) => reachOf(ctx, permission) === "all";
  const sentence = [...new Set([source.connectorName, source.describes, source.coverage])].join(
    " · ",
  );
  const title = (
    <>
      {source.name} {source.isSample ? <SampleMark /> : null}
    </>
  );
  const actions = (
    <SourceActions
      source={source}
      running={source.run !== null}
      canSync={can("source:sync")}
      canChange={can("source:change")}
      canRemove={can(source.isSample ? "source:sample" : "source:remove")}
    />
  );
  return (
    <PageBody>
      <Crumb label={source.name} />
      <PageHeader title={title} sentence={sentence} actions={actions} />
      <FollowRuns live={source.run !== null} />
      <SourceFacts source={source} canChange={can("source:change")} />
      {run ? (
        <LiveRun
          initial={run}
          canSync={can("source:sync")}
          titles={source.titles}
          provider={source.connectorName}
        />
      ) : null}
      {!source.schedulable && !source.isSample ? (
        <ExportFiles
          sourceId={source.id}
          uploads={source.uploads}
          notes={source.verification?.warnings ?? []}
          canUpload={can("source:upload")}
        />
      ) : null}
      {source.schedulable && !source.isSample ? (
        <SourceConnection
          sourceId={source.id}
          verification={source.verification}
          verifiedAt={source.verifiedAt}
          canVerify={can("source:add")}
          canChange={can("source:change")}
          isRefused={refusedCredential(source)}
        />
      ) : null}
      <StreamTable source={source} />
      <RunHistory runs={runs.items} />
    </PageBody>
  );
}
