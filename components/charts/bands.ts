/** Bands worst first, as charts stack and name them. */
export const chartBands = ["critical", "high", "medium", "low", "unknown"] as const;
export type ChartBand = (typeof chartBands)[number];

export const bandColour = (band: ChartBand) => `var(--muster-band-${band}-mark)`;
export const bandLabel = (band: ChartBand) => band.charAt(0).toUpperCase() + band.slice(1);
