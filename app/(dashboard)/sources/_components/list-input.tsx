import { Textarea, type TextareaProps } from "@mantine/core";
import { useState } from "react";

const lines = (text: string) => text.split("\n").filter((line) => line.trim() !== "");

interface ListInputProps extends Omit<TextareaProps, "value" | "onChange"> {
  value: readonly unknown[];
  onChange: (value: string[]) => void;
}

/** One entry a line. The text stays as it is typed: a line that was just begun is empty. */
export function ListInput({ value, onChange, ...common }: ListInputProps) {
  const [text, setText] = useState(() => value.join("\n"));
  return (
    <Textarea
      {...common}
      autosize
      minRows={2}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(lines(event.currentTarget.value));
      }}
    />
  );
}
