"use client";

import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { IdentityFacets } from "@/lib/domain/inventory/identity-row";
import { countOf, type Target } from "./bulk-target";
import classes from "./inventory.module.css";

const OwnerModal = dynamic(() => import("./owner-modal").then((module) => module.OwnerModal));
const LabelsModal = dynamic(() => import("./labels-modal").then((module) => module.LabelsModal));

interface SelectionBarProps {
  target: Target;
  matching: Pick<IdentityFacets, "total" | "complete">;
  mayAssign: boolean;
  mayLabel: boolean;
  onAll: () => void;
  onClear: () => void;
  onDone: (sentence: string) => void;
}

/** Rises when rows are ticked: what can be done with them, and with all that match. */
export function SelectionBar(props: SelectionBarProps) {
  const { target, matching } = props;
  const [open, setOpen] = useState<"owner" | "labels" | null>(null);
  const count = countOf(target);
  const total = `${matching.total.toLocaleString("en")}${matching.complete ? "" : " or more"}`;
  const close = () => setOpen(null);
  return (
    <section className={classes.selection} aria-label="Selection">
      <strong aria-live="polite">{count.toLocaleString("en")} selected</strong>
      {"ids" in target && matching.complete && matching.total > count ? (
        <Button variant="subtle" size="compact-sm" onClick={props.onAll}>
          Select all {total} matching
        </Button>
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
        <OwnerModal target={target} onClose={close} onDone={props.onDone} />
      ) : null}
      {open === "labels" ? (
        <LabelsModal target={target} onClose={close} onDone={props.onDone} />
      ) : null}
    </section>
  );
}
