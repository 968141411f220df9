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
  /** The source whose complete reading is oldest; `at` null when it has none yet. */
  oldest: { sourceId: string; sourceName: string; at: string | null } | null;
  failing: number;
}
