"use client";

import { Text, Title } from "@mantine/core";
import { useRouter } from "next/navigation";
import { FileDrop } from "@/app/(dashboard)/_components/file-drop";
import { sizeText } from "@/components/size/size-text";
import { exactTime } from "@/components/time/time-text";
import { syncNow } from "../actions";
import classes from "./sources.module.css";

interface ExportFilesProps {
  sourceId: string;
  uploads: readonly { name: string; kind: string; bytes: number; at: string }[];
}

/** The files that feed a source; new ones start its sync. */
export function ExportFiles({ sourceId, uploads }: ExportFilesProps) {
  const router = useRouter();
  const pathOf = ({ name }: File): string => {
    const kind = /\.csv$/i.test(name) ? "credential-report" : "authorization-details";
    return `/api/v1/sources/${sourceId}/files?${new URLSearchParams({ name, kind }).toString()}`;
  };
  const startSync = async (): Promise<string | null> => {
    const started = await syncNow({ sourceId });
    router.refresh();
    return started.ok ? null : started.error.message;
  };
  return (
    <section className={classes.section}>
      <Title order={2}>Files</Title>
      <FileDrop
        title="Drop the export files here, or choose them"
        sentence="JSON of the account's authorisation details and CSV of the credential report, up to 50 MB each. A file replaces an earlier one of the same name."
        accept=".json,.csv,application/json,text/csv"
        pathOf={pathOf}
        onSent={startSync}
      />
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
