"use client";

import { Title } from "@mantine/core";
import { FileDrop } from "@/app/(dashboard)/_components/file-drop";
import { answered } from "@/components/answer/answered";
import { useRefreshAfter } from "@/components/answer/use-refresh-after";
import { syncNow } from "../actions";
import { FileTable, type SourceFile } from "./file-table";
import classes from "./sources.module.css";

interface ExportFilesProps {
  sourceId: string;
  uploads: readonly SourceFile[];
  /** What the last reading said of the files. */
  notes: readonly string[];
  canUpload: boolean;
}

/** The files that feed a source: new ones start its sync, and each can be taken away. */
export function ExportFiles({ sourceId, uploads, notes, canUpload }: ExportFilesProps) {
  const refreshAfter = useRefreshAfter();
  const pathOf = ({ name }: File): string => {
    const kind = /\.csv$/i.test(name) ? "credential-report" : "authorization-details";
    return `/api/v1/sources/${sourceId}/files?${new URLSearchParams({ name, kind }).toString()}`;
  };
  const startSync = async (): Promise<string | null> => {
    const started = await answered(syncNow({ sourceId }));
    refreshAfter(started);
    return started.ok ? null : started.error.message;
  };
  return (
    <section className={classes.section}>
      <Title order={2}>Files</Title>
      {canUpload ? (
        <FileDrop
          title="Drop the export files here, or choose them"
          sentence="JSON of the account's authorisation details and CSV of the credential report, up to 50 MB each. Of each account the newest files count; a file replaces an earlier one of the same name."
          accept=".json,.csv,application/json,text/csv"
          pathOf={pathOf}
          onSent={startSync}
        />
      ) : null}
      {uploads.length > 0 ? (
        <div className={canUpload ? classes.below : undefined}>
          <FileTable sourceId={sourceId} files={uploads} canRemove={canUpload} />
        </div>
      ) : null}
      {uploads.length > 0 && notes.length > 0 ? (
        <ul className={classes.reads} aria-label="What the last reading said of the files">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
