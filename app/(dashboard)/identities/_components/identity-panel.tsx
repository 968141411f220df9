"use client";

import { ActionIcon, Button, Group, Skeleton, Stack } from "@mantine/core";
import { IconArrowsDiagonal, IconX } from "@tabler/icons-react";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { Notice } from "@/components/states/notice";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { messageOf, readApi } from "./api";
import type { May } from "./bulk-target";
import { IdentityView } from "./detail/identity-view";
import classes from "./inventory.module.css";

interface IdentityPanelProps {
  id: string;
  may: May;
  onClose: () => void;
  onChanged: (sentence: string) => void;
}

/** One identity beside the list. */
export function IdentityPanel({ id, may, onClose, onChanged }: IdentityPanelProps) {
  const [detail, setDetail] = useState<IdentityDetail | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const abort = new AbortController();
    readApi<IdentityDetail>(`/api/v1/identities/${encodeURIComponent(id)}`, abort.signal)
      .then((found) => {
        setDetail(found);
        setError(null);
      })
      .catch((failure: unknown) =>
        abort.signal.aborted ? undefined : setError(messageOf(failure)),
      );
    return () => abort.abort();
    // `turn` asks again after a change.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [id, turn]);
  return (
    <aside
      ref={panel}
      className={classes.panel}
      data-list-panel=""
      aria-label={detail ? detail.identity.name : "Identity"}
    >
      <div className={classes.panelBar}>
        <Button
          component={Link}
          href={`/identities/${id}`}
          variant="subtle"
          size="compact-sm"
          leftSection={<IconArrowsDiagonal size={15} aria-hidden />}
        >
          Open as a page
        </Button>
        <Group ml="auto" gap={4}>
          <ActionIcon variant="subtle" color="gray" aria-label="Close panel" onClick={onClose}>
            <IconX size={17} aria-hidden />
          </ActionIcon>
        </Group>
      </div>
      {/* Focusable so that the keyboard can scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={classes.panelBody} tabIndex={0} aria-label="What is known">
        {error ? (
          <Notice
            kind="error"
            title="This identity could not be read"
            action={
              <Button size="compact-sm" variant="default" onClick={() => setTurn(turn + 1)}>
                Try again
              </Button>
            }
          >
            {error}
          </Notice>
        ) : null}
        {detail ? (
          <IdentityView
            detail={detail}
            may={may}
            onChanged={(sentence) => {
              setTurn(turn + 1);
              onChanged(sentence);
            }}
          />
        ) : null}
        {!detail && !error ? (
          <Stack gap={12} aria-busy="true">
            <Skeleton height={26} width="70%" />
            <Skeleton height={16} width="45%" />
            <Skeleton height={120} mt={12} />
            <Skeleton height={160} />
          </Stack>
        ) : null}
      </section>
    </aside>
  );
}
