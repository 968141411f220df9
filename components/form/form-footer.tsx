"use client";

import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";

interface FormFooterProps {
  /** On the button that does it: a verb. */
  label: ReactNode;
  /** Left out, the button submits the form around it. */
  onConfirm?: () => unknown;
  /** The work is under way: the button turns and takes no second click. */
  isPending?: boolean;
  isDisabled?: boolean;
  /** `danger` for what cannot be undone, `quiet` where another way is the first choice. */
  look?: "danger" | "quiet" | undefined;
  cancelLabel?: string;
  /** Left out, there is no button that leaves. */
  onCancel?: () => void;
  /** At the other end: what can be done instead. */
  aside?: ReactNode;
}

/** The last line of a form or dialog: leave it, or do what it says. */
export function FormFooter(props: FormFooterProps) {
  const { label, onConfirm, isPending, isDisabled, look, onCancel, aside } = props;
  const buttons = (
    <>
      {onCancel ? (
        <Button variant="default" onClick={onCancel}>
          {props.cancelLabel ?? "Cancel"}
        </Button>
      ) : null}
      <Button
        type={onConfirm ? "button" : "submit"}
        variant={look === "quiet" ? "default" : "filled"}
        color={look === "danger" ? "red.8" : undefined}
        loading={isPending ?? false}
        disabled={isDisabled ?? false}
        onClick={onConfirm ? () => void onConfirm() : undefined}
      >
        {label}
      </Button>
    </>
  );
  if (!aside) return <Group justify="flex-end">{buttons}</Group>;
  return (
    <Group justify="space-between">
      {aside}
      <Group gap="sm">{buttons}</Group>
    </Group>
  );
}
