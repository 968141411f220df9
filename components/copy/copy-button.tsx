"use client";

import { Button, type ButtonProps } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";

interface CopyButtonProps extends Pick<ButtonProps, "variant" | "size" | "disabled"> {
  value: string;
  /** What the button says at first. */
  label?: string;
  /** What is copied, for those who do not see what stands beside it. */
  of?: string;
}

/** Browsers let a page copy only over HTTPS or on this machine; elsewhere a person is told to. */
const refused = "Cannot copy here: select the text";

/** Copies the value, and says whether it did. */
export function CopyButton({ value, label = "Copy", of, ...look }: CopyButtonProps) {
  const { copy, copied, error } = useClipboard();
  const done = copied ? "Copied" : label;
  const shown = error ? refused : done;
  return (
    <Button
      variant="default"
      {...look}
      onClick={() => copy(value)}
      aria-label={of ? `${shown}: ${of}` : undefined}
    >
      {shown}
    </Button>
  );
}
