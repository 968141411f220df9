export interface ShellPerson {
  name: string;
  role: string;
}

/** Freshness over all sources, for the top bar. Times in ISO 8601. */
export interface SyncState {
  sources: number;
  running: { sourceId: string; sourceName: string }[];
  /** Sources whose reading waits until a person agrees that much is gone. */
  waiting: { sourceId: string; sourceName: string }[];
  /** The source that was read to the end longest ago; `at` null when it never was. */
  oldest: { sourceId: string; sourceName: string; at: string | null } | null;
  /** Sources whose last sync failed; `lastReadAt` is when what is shown of them was read. */
  failing: { sourceId: string; sourceName: string; lastReadAt: string | null }[];
}
