import { canonicalJson } from "@/lib/domain/canonical-json";
import { type Checkpoint, checkpointSchema } from "@/lib/domain/evidence-pack/checkpoint";
import {
  appendCheckpointLine,
  checkpointFile,
  lastCheckpointLine,
} from "@/lib/infra/checkpoint-file";
import { guardedFetch } from "@/lib/infra/http";
import { sendSyslog, syslogMessage } from "@/lib/infra/syslog";
import { contradictionOf } from "./contradiction";
import type { CheckpointTargets } from "./settings";

export interface Delivery {
  target: "file" | "syslog" | "webhook";
  /** Where to, in words. */
  place: string;
  ok: boolean;
  error: string | null;
  /** Since when it has been as it is now. */
  since: string;
}

/**
 * Appends to the file, unless its last line speaks of entries that are gone: then this database is
 * an older one, and going on would bury the proof.
 */
async function toFile(line: string): Promise<void> {
  const last = await lastCheckpointLine();
  if (last !== null) {
    const parsed = checkpointSchema.safeParse(safeJson(last));
    if (!parsed.success) throw new Error("its last line is not a checkpoint. Move the file away.");
    const found = await contradictionOf(parsed.data);
    if (found) throw new Error(`${found} Verify against it, then move the file away.`);
  }
  await appendCheckpointLine(line);
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function toWebhook(url: string, line: string): Promise<void> {
  const answer = await guardedFetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: line,
    signal: AbortSignal.timeout(15_000),
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${new URL(url).host} answered ${answer.status}.`);
}

/** Takes a checkpoint to every chosen place; one that fails does not keep the others from theirs. */
export async function deliver(
  checkpoint: Checkpoint,
  targets: CheckpointTargets,
): Promise<Omit<Delivery, "since">[]> {
  const line = canonicalJson({ ...checkpoint });
  const { file, syslog, webhook } = targets;
  const ways: [Delivery["target"], string, () => Promise<void>][] = [];
  if (file) ways.push(["file", checkpointFile(), () => toFile(line)]);
  if (syslog) {
    const message = syslogMessage(line, "checkpoint", new Date(checkpoint.at));
    const place = `${syslog.transport.toUpperCase()} ${syslog.host}:${syslog.port}`;
    ways.push(["syslog", place, () => sendSyslog(syslog, message)]);
  }
  if (webhook)
    ways.push(["webhook", new URL(webhook.url).host, () => toWebhook(webhook.url, line)]);
  return Promise.all(
    ways.map(async ([target, place, send]) => {
      const error = await send().then(
        () => null,
        (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)).slice(0, 500),
      );
      return { target, place, ok: error === null, error };
    }),
  );
}
