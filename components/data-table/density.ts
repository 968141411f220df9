export const densities = ["compact", "comfortable"] as const;
export type Density = (typeof densities)[number];

/** Row heights in pixels. */
export const rowHeights: Record<Density, number> = { compact: 36, comfortable: 44 };
