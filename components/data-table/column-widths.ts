/** Widths that somebody chose, in pixels by column; the others keep their usual one. */
export type ColumnWidths = Readonly<Record<string, number>>;

/** Null takes the usual width again; `firstPx` is what the first column had when dragging began. */
export type OnWidth = (id: string, px: number | null, firstPx?: number) => void;

const narrowest = 56;
const widest = 1_600;

export const boundedWidth = (px: number): number =>
  Math.round(Math.min(widest, Math.max(narrowest, px)));

/** `name.320` as a width of 320 pixels; what does not read so is left out. */
export function readWidths(words: readonly string[]): ColumnWidths {
  return Object.fromEntries(
    words.flatMap((word) => {
      const [, id, px] = /^([A-Za-z]+)\.(\d{1,4})$/.exec(word) ?? [];
      return id && px ? [[id, boundedWidth(Number(px))]] : [];
    }),
  );
}

export const printWidths = (widths: ColumnWidths): string[] =>
  Object.entries(widths).map(([id, px]) => `${id}.${boundedWidth(px)}`);

/** The tracks of the grid and the least width of all; the first column takes what is left over. */
export function tracksOf(
  columns: readonly { id: string; width: number }[],
  widths: ColumnWidths,
): { template: string; minWidth: number } {
  const sizes = columns.map(({ id, width }) => widths[id] ?? width);
  const first = columns[0];
  const takesRest = first !== undefined && widths[first.id] === undefined;
  return {
    template: sizes
      .map((px, at) => (at === 0 && takesRest ? `minmax(${px}px, 1fr)` : `${px}px`))
      .join(" "),
    minWidth: sizes.reduce((sum, px) => sum + px, 0),
  };
}
