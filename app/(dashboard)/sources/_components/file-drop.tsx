"use client";

import { Progress, Text, Title } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Notice } from "@/components/states/notice";
import { exactTime } from "@/components/time/time-text";
import { syncNow } from "../actions";
import { sendFile } from "./send-file";
import classes from "./sources.module.css";

interface FileDropProps {
  sourceId: string;
  uploads: readonly { name: string; kind: string; bytes: number; at: string }[];
}

const sizeText = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** Takes export files by drop or by choice, sends them and starts the sync. */
export function FileDrop({ sourceId, uploads }: FileDropProps) {
  const router = useRouter();
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; percent: number } | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const take = async (files: readonly File[]) => {
    setFailed(null);
    for (const file of files) {
      const progress = (percent: number) => setSending({ name: file.name, percent });
      progress(0);
      const problem = await sendFile(sourceId, file, progress);
      if (problem) {
        setSending(null);
        setFailed(`${file.name}: ${problem}`);
        return;
      }
    }
    setSending(null);
    const started = await syncNow({ sourceId });
    if (!started.ok) setFailed(started.error.message);
    router.refresh();
  };
  return (
    <section className={classes.section}>
      <Title order={2}>Files</Title>
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
        <Text fw={520}>Drop the export files here, or choose them</Text>
        <Text size="sm" c="dimmed" mb="sm">
          JSON of the account&apos;s authorisation details and CSV of the credential report, up to
          50 MB each. A file replaces an earlier one of the same name.
        </Text>
        <input
          type="file"
          multiple
          accept=".json,.csv,application/json,text/csv"
          onChange={(event) => void take([...(event.currentTarget.files ?? [])])}
        />
      </label>
      {sending ? (
        <>
          <Text size="sm" mt="sm" aria-live="polite">
            Sending {sending.name}, {sending.percent} %
          </Text>
          <Progress value={sending.percent} aria-label={`Sending ${sending.name}`} />
        </>
      ) : null}
      {failed ? (
        <Notice kind="error" title="The file was not taken">
          {failed}
        </Notice>
      ) : null}
      {uploads.map((upload) => (
        <Text size="sm" key={upload.name} mt="xs">
          {upload.name}{" "}
          <Text span c="dimmed" size="sm">
            {upload.kind}, {sizeText(upload.bytes)}, {exactTime(upload.at)}
          </Text>
        </Text>
      ))}
    </section>
  );
}
