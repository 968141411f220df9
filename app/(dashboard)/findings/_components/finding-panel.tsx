"use client";

import { Button, Drawer, Group, Stack, Title } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { BandBadge } from "@/components/nhi/band-badge";
import { ReadAt } from "@/components/nhi/read-at";
import { SampleMark } from "@/components/nhi/sample-mark";
import { SourceNotice } from "@/components/nhi/source-notice";
import { Notice } from "@/components/states/notice";
import { exactTime, withExactTimes } from "@/components/time/time-text";
import type { FindingDetail } from "@/lib/use-cases/findings/get-finding";
import { findingsHref } from "../findings-href";
import type { FindingParams } from "../search-params";
import { ExceptionRequest, FindingException } from "./finding-exception";
import { FindingControls } from "./finding-controls";
import classes from "./findings.module.css";

interface FindingPanelProps {
  params: FindingParams;
  finding: FindingDetail;
  tickets: ReactNode;
  mayOpenSource: boolean;
}

function Facts({ facts }: Pick<FindingDetail, "facts">) {
  if (facts.length === 0) return null;
  return (
    <dl className={classes.facts}>
      {facts.map((fact) => (
        <div key={`${fact.label}${fact.value}`}>
          <dt>{fact.label}</dt>
          <dd>
            {withExactTimes(fact.value)}
            {fact.source ? (
              <small>
                from {fact.source}
                {fact.observedAt ? `, known since ${exactTime(fact.observedAt)}` : ""}
              </small>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function stateText({ state, reopenCount }: FindingDetail): string {
  if (state === "excepted") return "Excepted";
  if (state !== "open") return "Resolved";
  if (reopenCount === 0) return "Open";
  return `Open again, came back ${reopenCount === 1 ? "once" : `${reopenCount} times`}`;
}

function History({ finding }: { finding: FindingDetail }) {
  return (
    <p className={classes.under}>
      First seen {exactTime(finding.firstSeenAt)}, last {exactTime(finding.lastSeenAt)}.
      {finding.resolvedAt
        ? ` Resolved ${exactTime(finding.resolvedAt)}: ${finding.resolvedBecause ?? "the cause is gone"}.`
        : " It closes by itself when its cause is gone."}
    </p>
  );
}

/** One finding beside the list: why, what to do, which controls. */
export function FindingPanel({ finding, params, tickets, mayOpenSource }: FindingPanelProps) {
  const router = useRouter();
  const { identity, source, coverage } = finding;
  return (
    <Drawer
      opened
      onClose={() => router.push(findingsHref(params, { finding: null }), { scroll: false })}
      position="right"
      size={500}
      title={finding.title}
      classNames={{ title: classes.panelTitle ?? "" }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ "aria-label": "Close finding" }}
    >
      <Stack gap="lg">
        <div className={classes.ruleFacts}>
          <BandBadge band={finding.severity} />
          <span>{stateText(finding)}</span>
          {source.isSample ? <SampleMark /> : null}
        </div>
        <div className={classes.subject}>
          <div>
            <Link href={`/identities/${identity.id}`}>{identity.name}</Link>
            <span className={classes.under}>
              {source.name} ·{" "}
              {identity.ownerName ? `owner ${identity.ownerName}` : "no confirmed owner"}
            </span>
            <span className={classes.under}>
              <ReadAt coverage={coverage} />
            </span>
          </div>
          <BandBadge band={identity.riskBand} score={identity.riskScore} />
        </div>
        <SourceNotice coverage={coverage} source={source} mayOpen={mayOpenSource} />
        <section>
          <Title order={3}>What was found</Title>
          <p className={classes.evidence}>{withExactTimes(finding.evidence)}</p>
          <Facts facts={finding.facts} />
        </section>
        <Notice kind="info" title="What to do">
          {finding.remedy}
        </Notice>
        <Stack gap="sm">
          <Group grow gap="sm">
            <Button component={Link} href={`/identities/${identity.id}`} variant="default">
              Open the identity
            </Button>
            <ExceptionRequest finding={finding} />
          </Group>
          <FindingException finding={finding} />
        </Stack>
        {tickets}
        <FindingControls frameworks={finding.frameworks} />
        <History finding={finding} />
      </Stack>
    </Drawer>
  );
}
