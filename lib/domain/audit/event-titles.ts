import { governanceEvents } from "./governance-events";
import { inventoryEvents } from "./inventory-events";
import type { NounEvents } from "./noun-events";
import { peopleEvents } from "./people-events";

export const auditedNouns: readonly NounEvents[] = [
  ...peopleEvents,
  ...inventoryEvents,
  ...governanceEvents,
];

const rows = auditedNouns.flatMap(({ events }) => events);
const titles = new Map<string, string>([
  ...auditedNouns.map(({ noun, title }) => [noun, title] as const),
  ...rows.map(([command, , tried]) => [command, tried] as const),
  ...rows.flatMap(([, event, , done]) => (event === null ? [] : [[event, done] as const])),
]);

/** A code of the log in words; null for one that an earlier version wrote and this one does not. */
export const eventTitle = (code: string): string | null => titles.get(code) ?? null;

/** The codes under which attempts at what ends in this event are written when they come to nothing. */
export const attemptsAt = (event: string): string[] => [
  ...new Set(rows.flatMap(([command, done]) => (done === event ? [command] : []))),
];
