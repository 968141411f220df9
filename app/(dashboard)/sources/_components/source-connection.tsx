"use client";

import { Button, Group, Text, Title } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useState } from "react";
import { RefusalNotice } from "@/components/answer/refusal-notice";
import type { Refusal } from "@/lib/domain/answer";
import { TimeAgo } from "@/components/time/time-ago";
import { exactTime } from "@/components/time/time-text";
import { answered } from "@/components/answer/answered";
import { useRefreshAfter } from "@/components/answer/use-refresh-after";
import { check } from "../actions";
import { type CheckAnswer, CheckResult, signedIn } from "./check-result";
import classes from "./sources.module.css";

type Verification = Extract<CheckAnswer, { ok: true }>["verification"];
type Fresh = { answer: CheckAnswer; at: string };

interface SourceConnectionProps {
  sourceId: string;
  verification: Verification | null;
  verifiedAt: string | null;
  canVerify: boolean;
  /** Who may say that the source reads another account from now on. */
  canChange: boolean;
  /** The last sync was refused, so the answer before it no longer counts. */
  isRefused: boolean;
}

/** Who Muster is at the provider, what it lacks there and since when that is known; and how to ask again. */
export function SourceConnection(props: SourceConnectionProps) {
  const { sourceId, verification, verifiedAt, canVerify, canChange, isRefused } = props;
  const refreshAfter = useRefreshAfter();
  const [busy, setBusy] = useState(false);
  const [fresh, setFresh] = useState<Fresh | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const ask = async (acceptTarget: boolean) => {
    setBusy(true);
    setRefused(null);
    const answer = await answered(check({ sourceId, acceptTarget }));
    setBusy(false);
    setFresh(answer.ok ? { answer: answer.result, at: new Date().toISOString() } : null);
    if (!answer.ok) setRefused(answer.error);
    refreshAfter(answer);
  };
  const isWorthKnowing =
    verification && !isRefused && verification.missing.length + verification.warnings.length > 0;
  const stored: CheckAnswer | null = isWorthKnowing ? { ok: true, verification } : null;
  const shown = fresh?.answer ?? stored;
  return (
    <section className={classes.section} aria-label="Connection">
      <Group justify="space-between">
        <Title order={2}>Connection</Title>
        {canVerify ? (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlugConnected size={14} />}
            loading={busy}
            onClick={() => void ask(false)}
          >
            Verify again
          </Button>
        ) : null}
      </Group>
      <Text size="sm" mb="xs" aria-live="polite">
        {shown || !verification ? null : `${signedIn(verification)} `}
        {verification || shown ? null : "The provider has not accepted this connection yet."}
        {fresh ? `Asked at ${exactTime(fresh.at)}.` : null}
        {!fresh && verification && verifiedAt ? (
          <>
            Verified <TimeAgo at={verifiedAt} />.
          </>
        ) : null}
      </Text>
      <RefusalNotice title="Not verified" refusal={refused} />
      {shown ? (
        <CheckResult
          answer={shown}
          action={
            canChange && !shown.ok && shown.code === "other_target" ? (
              <Button variant="default" size="xs" loading={busy} onClick={() => void ask(true)}>
                Read the other one from now on
              </Button>
            ) : null
          }
        />
      ) : null}
    </section>
  );
}
