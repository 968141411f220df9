import { Code } from "@mantine/core";
import type { Metadata } from "next";
import { pageContext } from "@/app/_http/request-context";
import { PageHeader } from "@/components/shell/page-header";
import { getCheckpointState } from "@/lib/use-cases/checkpoints/list-checkpoints";
import { getCheckpointSettings } from "@/lib/use-cases/checkpoints/settings";
import { reachOf } from "@/lib/use-cases/context";
import { CheckpointLine } from "../../audit-log/_components/checkpoint-line";
import { CheckpointForm } from "../_components/checkpoint-form";
import classes from "../_components/settings.module.css";

export const metadata: Metadata = { title: "Checkpoints" };

export default async function CheckpointsPage() {
  const ctx = await pageContext("setting:read");
  const { targets, path } = await getCheckpointSettings(ctx, {});
  return (
    <>
      <PageHeader
        title="Checkpoints"
        sentence={
          <>
            The head of the audit log, signed every five minutes. Kept elsewhere, it shows a cut-off
            end or an older backup: <Code>npx muster audit verify --checkpoint FILE</Code>.
          </>
        }
      />
      {reachOf(ctx, "audit:read") === "all" ? (
        <CheckpointLine state={await getCheckpointState(ctx, {})} />
      ) : null}
      <div className={classes.page}>
        <CheckpointForm
          targets={targets}
          path={path}
          mayChange={reachOf(ctx, "setting:change") === "all"}
        />
      </div>
    </>
  );
}
