"use client";

import { Anchor, Badge, Drawer, Group, Stack, Text, Title } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { BandBadge } from "@/components/nhi/band-badge";
import { SampleMark } from "@/components/nhi/sample-mark";
import { Notice } from "@/components/states/notice";
import { exactTime } from "@/components/time/time-text";
import { type FindingParams, findingsHref } from "../search-params";

interface FindingPanelProps {
  params: FindingParams;
  finding: {
    title: string;
    severity: string;
    state: string;
    evidence: string;
    facts: { label: string; value: string; source?: string; observedAt?: string }[];
    remedy: string;
    frameworks: { id: string; title: string; framework: string }[];
    firstSeenAt: string;
    lastSeenAt: string;
    resolvedAt: string | null;
    resolvedBecause: string | null;
    identity: { id: string; name: string; ownerName: string | null };
    source: { name: string; isSample: boolean };
  };
}

function Facts({ facts }: Pick<FindingPanelProps["finding"], "facts">) {
  if (facts.length === 0) return null;
  return (
    <dl style={{ margin: 0 }}>
      {facts.map((fact) => (
        <div key={`${fact.label}${fact.value}`} style={{ marginBottom: 8 }}>
          <Text component="dt" size="xs" c="dimmed">
            {fact.label}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: "anywhere" }}>
            {fact.value}
            {fact.source ? (
              <Text span size="xs" c="dimmed">
                {" "}
                · {fact.source}
                {fact.observedAt ? `, ${exactTime(fact.observedAt)}` : ""}
              </Text>
            ) : null}
          </Text>
        </div>
      ))}
    </dl>
  );
}

/** One finding beside the list: why, what to do, which controls. */
export function FindingPanel({ finding, params }: FindingPanelProps) {
  const router = useRouter();
  return (
    <Drawer
      opened
      onClose={() => router.push(findingsHref(params, { finding: null }), { scroll: false })}
      position="right"
      size={460}
      title={finding.title}
      closeButtonProps={{ "aria-label": "Close finding" }}
    >
      <Stack gap="md">
        <Group gap="sm">
          <BandBadge band={finding.severity} />
          <Text size="sm">{finding.state === "open" ? "Open" : "Resolved"}</Text>
          {finding.source.isSample ? <SampleMark /> : null}
        </Group>
        <Text size="sm">
          <Anchor component={Link} href={`/identities/${finding.identity.id}`}>
            {finding.identity.name}
          </Anchor>{" "}
          in {finding.source.name} · owner {finding.identity.ownerName ?? "unknown"}
        </Text>
        <div>
          <Title order={3} mb={4}>
            Evidence
          </Title>
          <Text size="sm" mb="sm">
            {finding.evidence}
          </Text>
          <Facts facts={finding.facts} />
        </div>
        <Notice kind="info" title="What to do">
          {finding.remedy}
        </Notice>
        {finding.frameworks.length > 0 ? (
          <div>
            <Title order={3} mb={4}>
              Touches these controls
            </Title>
            {finding.frameworks.map((entry) => (
              <Text size="sm" key={entry.id}>
                <Badge variant="default" size="sm" radius="sm" tt="none">
                  {entry.id}
                </Badge>{" "}
                {entry.title}
              </Text>
            ))}
          </div>
        ) : null}
        <Text size="xs" c="dimmed">
          First seen {exactTime(finding.firstSeenAt)}, last {exactTime(finding.lastSeenAt)}.
          {finding.resolvedAt
            ? ` Resolved ${exactTime(finding.resolvedAt)}: ${finding.resolvedBecause ?? "the cause is gone"}.`
            : ""}
        </Text>
      </Stack>
    </Drawer>
  );
}
