export const intervals: readonly [minutes: number | null, label: string][] = [
  [60, "Every hour"],
  [360, "Every 6 hours"],
  [1_440, "Every day"],
  [10_080, "Every week"],
  [null, "Only when asked"],
];

/** How often a source is read, in words; files and the sample have no schedule. */
export function scheduleText(source: {
  isSample: boolean;
  schedulable: boolean;
  syncEveryMinutes: number | null;
}): string {
  if (source.isSample) return "Only when asked";
  if (!source.schedulable) return "When files arrive";
  const known = intervals.find(([minutes]) => minutes === source.syncEveryMinutes);
  return known?.[1] ?? `Every ${source.syncEveryMinutes} minutes`;
}
