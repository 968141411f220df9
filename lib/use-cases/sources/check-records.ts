import type { Gap, Page } from "@/connectors/contract";
import { type SourceRecord, sourceRecord } from "@/lib/domain/inventory/source-record";

/** Keeps the records that parse; what does not is a gap of the stream, never a silent loss. */
export function checkRecords(page: Page): { records: SourceRecord[]; gaps: Gap[] } {
  const records: SourceRecord[] = [];
  const gaps = [...(page.gaps ?? [])];
  let unreadable = 0;
  let example = "";
  for (const candidate of page.records) {
    const parsed = sourceRecord.safeParse(candidate);
    if (parsed.success) {
      records.push(parsed.data);
      continue;
    }
    unreadable += 1;
    example ||= parsed.error.issues[0]?.path.join(".") ?? "";
  }
  if (unreadable > 0) {
    gaps.push({
      reason: "not_found",
      scope: `${unreadable} records`,
      message: `${unreadable} records could not be read (${example}) and were left out.`,
    });
  }
  return { records, gaps };
}
