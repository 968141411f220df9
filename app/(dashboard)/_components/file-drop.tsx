"use client";

import { Progress, Text } from "@mantine/core";
import { useState } from "react";
import { Notice } from "@/components/states/notice";
import { sendFile } from "./send-file";
import classes from "./file-drop.module.css";

interface FileDropProps {
  title: string;
  sentence: string;
  /** As the attribute of a file input. */
  accept: string;
  /** Where one file is posted. */
  pathOf: (file: File) => string;
  /** When all were sent. Returns what went wrong then, or null. */
  onSent: () => Promise<string | null>;
}

/** Takes files by drop or by choice and sends them one after the other. */
export function FileDrop({ title, sentence, accept, pathOf, onSent }: FileDropProps) {
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; percent: number } | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const sendAll = async (files: readonly File[]): Promise<string | null> => {
    for (const file of files) {
      const progress = (percent: number) => setSending({ name: file.name, percent });
      progress(0);
      const problem = await sendFile(pathOf(file), file, progress);
      if (problem) return `${file.name}: ${problem}`;
    }
    return files.length === 0 ? null : onSent();
  };
  const take = async (files: readonly File[]) => {
    setFailed(null);
    setFailed(await sendAll(files));
    setSending(null);
  };
  return (
    <div className={classes.box}>
      {/* Dropping is an extra: the input inside does the same with keyboard and pointer. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <label
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take([...event.dataTransfer.files]);
        }}
      >
        <Text fw={520}>{title}</Text>
        <Text size="sm" c="dimmed" mb="sm">
          {sentence}
        </Text>
        <span className={classes.choose} aria-hidden="true">
          Choose files
        </span>
        <input
          type="file"
          aria-label="Choose files"
          multiple
          accept={accept}
          onChange={(event) => {
            const chosen = [...(event.currentTarget.files ?? [])];
            // The same file may be chosen again after it was refused.
            event.currentTarget.value = "";
            void take(chosen);
          }}
        />
      </label>
      {sending ? (
        <div>
          <Text size="sm" aria-live="polite">
            Sending {sending.name}, {sending.percent} %
          </Text>
          <Progress value={sending.percent} aria-label={`Sending ${sending.name}`} />
        </div>
      ) : null}
      {failed ? (
        <Notice kind="error" title="The file was not taken">
          {failed}
        </Notice>
      ) : null}
    </div>
  );
}
