"use client";

import { Progress, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { Notice } from "@/components/states/notice";
import { visible } from "@/lib/domain/visible";
import { sendFile } from "./send-file";
import { useDraggedFiles } from "./use-dragged-files";
import classes from "./file-drop.module.css";

interface FileDropProps {
  title: string;
  sentence: string;
  /** As the attribute of a file input. */
  accept: string;
  /** Where one file is posted. */
  pathOf: (file: File) => string;
  /** When all were sent and one at least was taken. Returns what went wrong then, or null. */
  onSent: () => Promise<string | null>;
}

interface Refused {
  title: string;
  sentences: readonly string[];
}

/** What of the files was not taken and what became of the others; null when all went well. */
function whatFailed(
  sent: number,
  problems: readonly string[],
  afterwards: string | null,
): Refused | null {
  if (problems.length === 0) {
    return afterwards
      ? { title: "The files were taken, but not more", sentences: [afterwards] }
      : null;
  }
  if (sent === 1) return { title: "The file was not taken", sentences: problems };
  const rest = sent === problems.length ? [] : [afterwards ?? "The others were taken."];
  const title = `${problems.length} of ${sent} files were not taken`;
  return { title, sentences: [...problems, ...rest] };
}

/** The hint after a drop that missed; the browser would have left the page for the file. */
function MissedDrop({ files }: { files: number }) {
  if (files === 0) return null;
  const [what, it] = files === 1 ? ["The file was", "it"] : ["The files were", "them"];
  return (
    <Notice kind="warning" title={`${what} dropped beside the area`}>
      Nothing was sent. Drop {it} inside the dashed line, or choose {it} there.
    </Notice>
  );
}

/** Takes files by drop or by choice and sends them one after the other; one that is refused stops no other. */
export function FileDrop({ title, sentence, accept, pathOf, onSent }: FileDropProps) {
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ name: string; percent: number } | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [missed, setMissed] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const isDragged = useDraggedFiles((files) => {
    setMissed(files);
    box.current?.scrollIntoView({ block: "center" });
  });
  const take = async (files: readonly File[]) => {
    setRefused(null);
    setMissed(0);
    const problems: string[] = [];
    for (const file of files) {
      const progress = (percent: number) => setSending({ name: file.name, percent });
      progress(0);
      const problem = await sendFile(pathOf(file), file, progress);
      if (problem) problems.push(`${visible(file.name)}: ${problem}`);
    }
    const afterwards = problems.length < files.length ? await onSent() : null;
    setRefused(whatFailed(files.length, problems, afterwards));
    setSending(null);
  };
  return (
    <div className={classes.box} ref={box}>
      {/* Dropping is an extra: the input inside does the same with keyboard and pointer. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <label
        className={classes.drop}
        data-over={over || undefined}
        data-dragged={isDragged || undefined}
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
      <MissedDrop files={missed} />
      {sending ? (
        <div>
          <Text size="sm" aria-live="polite">
            Sending {visible(sending.name)}, {sending.percent} %
          </Text>
          <Progress value={sending.percent} aria-label={`Sending ${sending.name}`} />
        </div>
      ) : null}
      {refused ? (
        <Notice kind="error" title={refused.title}>
          {refused.sentences.map((sentence) => (
            <div key={sentence}>{sentence}</div>
          ))}
        </Notice>
      ) : null}
    </div>
  );
}
