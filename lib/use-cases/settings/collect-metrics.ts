import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { DomainError } from "@/lib/domain/errors";
import { db } from "@/lib/infra/db";
import { env } from "@/lib/infra/env";
import { sha256 } from "@/lib/infra/one-time-token";
import { queueDepths } from "./get-health-report";

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
  const sessions = new Gauge({
    name: "muster_sessions_open",
    help: "Sessions that have not ended",
    registers: [],
    async collect() {
      this.set(await db().session.count({ where: { endedAt: null, endsAt: { gt: new Date() } } }));
    },
  });
  made.registerMetric(jobs);
  made.registerMetric(sessions);
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
