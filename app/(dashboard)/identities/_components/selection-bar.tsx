"use client";

import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { type Ref, useState } from "react";
import type { IdentityCount, IdentityFacets } from "@/lib/domain/inventory/identity-row";
import { messageOf, readApi } from "./api";
import { countOf, type Target } from "./bulk-target";
import classes from "./inventory.module.css";
import { mostTicked } from "./selection";

const OwnerModal = dynamic(() => import("./owner-modal").then((module) => module.OwnerModal));
const LabelsModal = dynamic(() => import("./labels-modal").then((module) => module.LabelsModal));

interface SelectionBarProps {
  ref: Ref<HTMLElement>;
  q: string;
  target: Target;
  matching: Pick<IdentityFacets, "total" | "complete">;
  /** More rows were asked for than can be ticked. */
  cut: boolean;
  mayAssign: boolean;
  mayLabel: boolean;
  onAll: (total: number) => void;
  onClear: () => void;
  onDone: (sentence: string) => void;
}

/** As many as one command changes; see `bulkLimit` of the use-case. */
const mostAtOnce = 100_000;

/** The way to everything that matches; counted to the end first where the list only saw a part. */
function AllMatching({ q, matching, onAll }: Pick<SelectionBarProps, "q" | "matching" | "onAll">) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const count = async (): Promise<IdentityCount> =>
    matching.complete
      ? matching
      : readApi(`/api/v1/identities/count?${new URLSearchParams({ q })}`);
  const take = async () => {
    setBusy(true);
    try {
      const { total, complete } = await count();
      if (complete && total <= mostAtOnce) onAll(total);
      else {
        const most = mostAtOnce.toLocaleString("en");
        setProblem(`More than ${most} match, the most that one change takes. Narrow the filter.`);
      }
    } catch (error) {
      setProblem(messageOf(error));
    }
    setBusy(false);
  };
  if (problem) return <output className={classes.sentence}>{problem}</output>;
  const total = matching.complete ? `${matching.total.toLocaleString("en")} ` : "";
  return (
    <Button variant="subtle" size="compact-sm" loading={busy} onClick={() => void take()}>
      {`Select all ${total}matching`}
    </Button>
  );
}

/** Rises when rows are ticked: what can be done with them, and with all that match. */
export function SelectionBar({ ref, ...props }: SelectionBarProps) {
  const { target, matching } = props;
  const [open, setOpen] = useState<"owner" | "labels" | null>(null);
  const count = countOf(target);
  const close = () => setOpen(null);
  return (
    <section ref={ref} className={classes.selection} aria-label="Selection">
      <strong aria-live="polite">{count.toLocaleString("en")} selected</strong>
      {props.cut ? (
        <output className={classes.sentence}>
          {mostTicked.toLocaleString("en")} rows are the most to tick. Select all that match, or
          narrow the filter.
        </output>
      ) : null}
      {"ids" in target && (matching.total > count || !matching.complete) ? (
        <AllMatching q={props.q} matching={matching} onAll={props.onAll} />
      ) : null}
      {props.mayAssign ? (
        <Button size="compact-sm" onClick={() => setOpen("owner")}>
          Set owner
        </Button>
      ) : null}
      {props.mayLabel ? (
        <Button size="compact-sm" variant="default" onClick={() => setOpen("labels")}>
          Change labels
        </Button>
      ) : null}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Clear selection"
        onClick={props.onClear}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
      {open === "owner" ? (
        <OwnerModal target={target} hasOwner onClose={close} onDone={props.onDone} />
      ) : null}
      {open === "labels" ? (
        <LabelsModal target={target} onClose={close} onDone={props.onDone} />
      ) : null}
    </section>
  );
}
