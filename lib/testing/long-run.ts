const isLong = process.env.MUSTER_LONG === "1";

/** The sizes of every change and, with MUSTER_LONG=1, those of the long run. */
export const sizes = {
  kills: Number(process.env.MUSTER_TEST_KILLS ?? (isLong ? 200 : 20)),
  rounds: isLong ? 1_000 : 50,
  jobs: isLong ? { jobs: 2_000, workers: 4, kills: 50 } : { jobs: 24, workers: 2, kills: 3 },
  schedulers: { instances: 5, ticks: isLong ? 60 : 1 },
};

/** A time limit that suits both lengths. */
export const minutes = (count: number): number => (isLong ? count * 15 : count) * 60_000;

export const seed = Number(process.env.MUSTER_TEST_SEED ?? Date.now() % 100_000);

/** The line that the long run puts into its table. */
export const told = (test: string, table: object): void => {
  process.stdout.write(`${test} ${JSON.stringify(table)}\n`);
};
