const units = ["kB", "MB", "GB", "TB"] as const;

/** Bytes in the decimal unit that leaves one to three digits before the point: `48.2 MB`. */
export function sizeText(bytes: number): string {
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}
