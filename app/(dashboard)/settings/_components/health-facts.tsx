import { Code } from "@mantine/core";
import type { ReactNode } from "react";
import { TimeAgo } from "@/components/time/time-ago";
import { numberText } from "@/lib/domain/counted";
import type { HealthReport } from "@/lib/use-cases/settings/get-health-report";
import type { KeyRow } from "@/lib/use-cases/settings/list-keys";
import { FactRows } from "./fact-rows";
import classes from "./settings.module.css";
import { sizeText } from "@/components/size/size-text";

function nodeText({ version, supported, fixesUntil }: HealthReport["node"]): string {
  if (supported === null) return `${version}, unknown whether it gets security fixes`;
  return supported
    ? `${version}, gets security fixes until ${fixesUntil}`
    : `${version}, gets no more security fixes since ${fixesUntil}`;
}

function backupText(backup: HealthReport["lastBackup"]): ReactNode {
  if (!backup) {
    return (
      <>
        None yet. Write one with <Code>npx muster backup FILE</Code> and keep the key file apart.
      </>
    );
  }
  return (
    <>
      <TimeAgo at={backup.at} />, {numberText(backup.rows)} rows
    </>
  );
}

interface HealthFactsProps {
  report: HealthReport;
  keys: readonly KeyRow[];
}

/** Versions, sizes, keys in use and the newest backup, one a row. */
export function HealthFacts({ report, keys }: HealthFactsProps) {
  const { database, disk } = report;
  const current = keys.filter((key) => key.current).map((key) => key.id);
  return (
    <FactRows
      label="Server"
      rows={[
        ["Muster", report.version ?? "Unknown: its package file cannot be read"],
        ["Database", `PostgreSQL ${database.version}, answers in ${database.latencyMs} ms`],
        ["Schema", `${database.migrations} migrations applied`],
        ["Database size", sizeText(database.bytes)],
        [
          "Disk of the data folder",
          disk
            ? `${sizeText(disk.freeBytes)} free of ${sizeText(disk.totalBytes)}`
            : "Unknown: the data folder is not on this machine",
        ],
        ["Last backup", backupText(report.lastBackup)],
        ["Audit log", `${numberText(report.auditEntries)} entries`],
        ["Node", nodeText(report.node)],
        ...(current.length > 0
          ? [
              [
                "Keys in use",
                <span key="keys">
                  {current.map((id) => (
                    <Code key={id} mr={6} className={classes.key}>
                      {id}
                    </Code>
                  ))}
                </span>,
              ] as [string, ReactNode],
            ]
          : []),
      ]}
    />
  );
}
