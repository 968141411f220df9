"use client";

import { ActionIcon, Button, Group, Skeleton, Stack } from "@mantine/core";
import { IconArrowsDiagonal, IconX } from "@tabler/icons-react";
import Link from "next/link";
import { type RefObject, useEffect, useRef, useState } from "react";
import { Notice } from "@/components/states/notice";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import { messageOf, readApi } from "./api";
import type { May } from "./bulk-target";
import { IdentityView } from "./detail/identity-view";
import classes from "./inventory.module.css";
import { Scrim } from "./scrim";

interface IdentityPanelProps {
  id: string;
  /** As the list calls it, until the rest is read. */
  name: string | undefined;
  may: May;
  /** It lies over the list, which then cannot be used. */
  covers: boolean;
  /** Grows each time the panel is to take the focus; 0 leaves it where it is. */
  focusTurn: number;
  onClose: () => void;
  onChanged: (sentence: string) => void;
}

/** Hands the focus to what is known: there the arrow keys scroll, and Tab goes on into it. */
function useFocusIn(body: RefObject<HTMLElement | null>, covers: boolean, focusTurn: number): void {
  useEffect(() => {
    if (focusTurn > 0) body.current?.focus();
  }, [body, focusTurn]);
  useEffect(() => {
    if (covers && !body.current?.parentElement?.contains(document.activeElement))
      body.current?.focus();
  }, [body, covers]);
}

interface Read {
  of: string;
  detail: IdentityDetail | null;
  error: string | null;
}

/** One identity beside the list; the next one takes its place, the focus stays. */
export function IdentityPanel(props: IdentityPanelProps) {
  const { id, may, onClose, onChanged } = props;
  const [read, setRead] = useState<Read>({ of: id, detail: null, error: null });
  const [turn, setTurn] = useState(0);
  const body = useRef<HTMLElement>(null);
  useFocusIn(body, props.covers, props.focusTurn);
  const { detail, error } = read.of === id ? read : { detail: null, error: null };
  useEffect(() => {
    const abort = new AbortController();
    readApi<IdentityDetail>(`/api/v1/identities/${encodeURIComponent(id)}`, abort.signal)
      .then((found) => setRead({ of: id, detail: found, error: null }))
      .catch((failure: unknown) =>
        abort.signal.aborted
          ? undefined
          : setRead((before) => ({
              of: id,
              detail: before.of === id ? before.detail : null,
              error: messageOf(failure),
            })),
      );
    return () => abort.abort();
    // `turn` asks again after a change.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [id, turn]);
  return (
    <>
      {props.covers ? <Scrim onClose={onClose} /> : null}
      <aside
        className={classes.panel}
        data-list-panel=""
        aria-label={detail?.identity.name ?? props.name ?? "Identity"}
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
        <section ref={body} className={classes.panelBody} tabIndex={0} aria-label="What is known">
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
              key={id}
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
    </>
  );
}
