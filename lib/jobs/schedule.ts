import type { JobName, Jobs } from "@/lib/infra/queue";

interface Scheduled<Name extends JobName = JobName> {
  name: Name;
  /** Minute, hour, day, month, weekday; UTC. */
  cron: string;
  data: Jobs[Name];
}

const at = <Name extends JobName>(name: Name, cron: string, data: Jobs[Name]): Scheduled<Name> => ({
  name,
  cron,
  data,
});

/** What happens by itself. The queue fires each line once per tick, however many workers there are. */
export const schedule: readonly Scheduled[] = [
  at("start-due-syncs", "* * * * *", {}),
  at("advance-offboarding", "* * * * *", {}),
  at("deliver-notices", "* * * * *", {}),
  at("sync-tickets", "* * * * *", {}),
  at("advance-reviews", "* * * * *", {}),
  at("advance-exceptions", "* * * * *", {}),
  at("write-checkpoint", "*/5 * * * *", {}),
  at("score-identities", "*/10 * * * *", { reason: "time" }),
  at("write-snapshot", "5 0 * * *", { reason: "a new day" }),
  at("sweep-sessions", "15 3 * * *", {}),
  at("sweep-evidence", "25 3 * * *", {}),
];
