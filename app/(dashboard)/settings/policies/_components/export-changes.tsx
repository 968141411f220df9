"use client";

import { Button } from "@mantine/core";
import type { PolicyPreview } from "@/lib/use-cases/policies/preview-policy";

/** A leading sign would make a spreadsheet compute it. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** The list as a file; made here, because the policy that it is about exists nowhere else yet. */
export function ExportChanges({ preview }: { preview: PolicyPreview }) {
  const { items, changes } = preview;
  const save = () => {
    const rows = items.map((item) => [
      item.name,
      item.identityId,
      item.identityClass,
      item.owner,
      item.ruleTitle,
      item.fails ? "newly fails" : "newly passes",
    ]);
    const head = ["identity", "id", "class", "owner", "rule", "change"];
    const text = [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = "policy-what-if.csv";
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button variant="default" onClick={save} mt="sm">
      {items.length < changes
        ? `Export the first ${items.length.toLocaleString("en-GB")} as CSV`
        : "Export as CSV"}
    </Button>
  );
}
