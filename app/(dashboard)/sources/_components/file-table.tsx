"use client";

import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { sizeText } from "@/components/size/size-text";
import { TimeAgo } from "@/components/time/time-ago";
import { visible } from "@/lib/domain/visible";
import { syncNow, takeFileAway } from "../actions";
import { fileKindWords } from "./file-kind-words";
import { useCommand } from "./use-command";

export interface SourceFile {
  id: string;
  name: string;
  kind: string;
  bytes: number;
  at: string;
}

interface FileTableProps {
  sourceId: string;
  files: readonly SourceFile[];
  canRemove: boolean;
}

/** What is stored of a source's files, oldest first; taking one away starts a sync of the rest. */
export function FileTable({ sourceId, files, canRemove }: FileTableProps) {
  const removal = useCommand(takeFileAway, "The file is removed");
  const sync = useCommand(syncNow, "The rest is read again within seconds");
  const columns = ["File", "Sent as", { label: "Size", number: true as const }, "Uploaded"];
  const confirm = (file: SourceFile) =>
    modals.openConfirmModal({
      title: `Remove ${visible(file.name)}`,
      children: (
        <Text size="sm">
          {files.length > 1
            ? "The other files are read again. What only this file lists is then shown as no longer listed."
            : "It is the only file. What was read from it stays as it is until another file is uploaded."}
        </Text>
      ),
      labels: { confirm: "Remove file", cancel: "Keep it" },
      confirmProps: { color: "red.8" },
      onConfirm: () =>
        void removal.run({ sourceId, fileId: file.id }).then(async (done) => {
          if (done && done.left > 0) await sync.run({ sourceId });
        }),
    });
  return (
    <PlainTable label="Files" columns={canRemove ? [...columns, "Change"] : columns}>
      {files.map((file) => (
        <tr key={file.id}>
          <td>{visible(file.name)}</td>
          <td>{fileKindWords[file.kind] ?? "File"}</td>
          <td data-number>{sizeText(file.bytes)}</td>
          <td className={cells.nowrap}>
            <TimeAgo at={file.at} />
          </td>
          {canRemove ? (
            <td>
              <Button
                variant="default"
                size="xs"
                loading={removal.busy || sync.busy}
                onClick={() => confirm(file)}
                aria-label={`Remove ${visible(file.name)}`}
              >
                Remove
              </Button>
            </td>
          ) : null}
        </tr>
      ))}
    </PlainTable>
  );
}
