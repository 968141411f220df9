import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { DomainError } from "@/lib/domain/errors";
import { db, Prisma } from "@/lib/infra/db";
import { env } from "@/lib/infra/env";
import { sha256 } from "@/lib/infra/one-time-token";
import { idleMs } from "../sessions/session-rules";
import { queueDepths, workerAliveMs } from "./get-health-report";

/** What somebody is to be woken for, and how much Muster is used. */
const counted: readonly [name: string, help: string, count: (nowMs: number) => Promise<number>][] =
  [
    [
      "muster_sessions_open",
      "Sessions that still open the door",
      (now) =>
        db().session.count({
          where: {
            endedAt: null,
            endsAt: { gt: new Date(now) },
            lastSeenAt: { gt: new Date(now - idleMs) },
          },
        }),
    ],
    [
      "muster_workers_alive",
      "Worker processes that answered within the last minute",
      (now) =>
        db().workerHeartbeat.count({ where: { beatAt: { gt: new Date(now - workerAliveMs) } } }),
    ],
    [
      "muster_sources_failing",
      "Sources whose last sync failed",
      () => db().source.count({ where: { removedAt: null, lastError: { not: Prisma.AnyNull } } }),
    ],
    [
      "muster_cases_stuck",
      "Revocations and rotations that the provider refused six times: tried again once a day",
      () => db().offboardingCase.count({ where: { closedAt: null, state: { in: stuckStates } } }),
    ],
  ];

/** A dangling case has a credential at large that nobody uses any more. */
const stuckStates = ["stuck", "dangling"];

let registry: Registry | undefined;

function open(): Registry {
  if (registry) return registry;
  const made = new Registry();
  collectDefaultMetrics({ register: made, prefix: "muster_" });
  const jobs = new Gauge({
    name: "muster_queue_jobs",
    help: "Jobs by queue and state",
    labelNames: ["queue", "state"],
    registers: [],
    async collect() {
      for (const { name, waiting, running, failed } of await queueDepths()) {
        for (const [state, value] of Object.entries({ waiting, running, failed })) {
          this.set({ queue: name, state }, value);
        }
      }
    },
  });
  made.registerMetric(jobs);
  for (const [name, help, count] of counted) {
    const gauge = new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        this.set(await count(Date.now()));
      },
    });
    made.registerMetric(gauge);
  }
  registry = made;
  return made;
}

const loopback = new Set(["127.0.0.1", "::1"]);

/**
 * Metrics in Prometheus' text format, for whoever shows MUSTER_METRICS_TOKEN or, where none is set,
 * for this machine only. Figures, never names of identities or people.
 */
export async function collectMetrics(caller: {
  token: string | null;
  address: string | null;
}): Promise<{ text: string; contentType: string }> {
  const wanted = env().MUSTER_METRICS_TOKEN;
  // Hashes of equal length, so that the comparison's time tells nothing about the token.
  const allowed = wanted
    ? caller.token !== null && sha256(caller.token) === sha256(wanted)
    : loopback.has(caller.address ?? "");
  if (!allowed) {
    throw new DomainError("unauthenticated", "Metrics need the token set as MUSTER_METRICS_TOKEN.");
  }
  const metrics = open();
  return { text: await metrics.metrics(), contentType: metrics.contentType };
}
