import { describe, expect, it } from "vitest";
import { db } from "@/lib/infra/db";
import { anonymousContext, personContext } from "@/lib/testing/context";
import { insertRun, insertSource } from "@/lib/testing/factories";
import type { Context } from "../context";
import { addSource } from "./add-source";
import { cancelSync } from "./cancel-sync";
import { changeSource } from "./change-source";
import { confirmRemovals } from "./confirm-removals";
import { removeFile } from "./remove-file";
import { removeSource } from "./remove-source";
import { requestSync } from "./request-sync";
import { loadSample, removeSample } from "./sample-source";
import { setSchedule } from "./set-schedule";
import { uploadFile } from "./upload-file";
import { verifySource } from "./verify-source";
import { setUpFilesProvider } from "./testing/files-provider";

const provider = setUpFilesProvider(1);

interface Case {
  /** The command's name and the event of its success. */
  name: string;
  event: string;
  /** Prepares what the command needs and returns the call. */
  given: () => Promise<(ctx: Context) => Promise<unknown>>;
}

const secret = "canary-91ac";
const source = () => insertSource(provider().url);

async function heldRun(): Promise<string> {
  const runId = await insertRun(await source());
  await db().syncRun.update({ where: { id: runId }, data: { state: "waiting_for_person" } });
  return runId;
}

const cases: readonly Case[] = [
  {
    name: "source.add",
    event: "source.added",
    given: async () => (ctx) =>
      addSource(ctx, {
        connectorId: "fake",
        name: `Added ${Math.random()}`,
        config: { url: provider().url, token: secret },
      }),
  },
  {
    name: "source.change",
    event: "source.changed",
    given: async () => {
      const sourceId = await source();
      return (ctx) =>
        changeSource(ctx, {
          sourceId,
          name: `Changed ${sourceId}`,
          config: { url: provider().url, token: secret },
        });
    },
  },
  {
    name: "source.verify",
    event: "source.verified",
    given: async () => {
      const sourceId = await source();
      return (ctx) => verifySource(ctx, { sourceId });
    },
  },
  {
    name: "source.request-sync",
    event: "source.sync-requested",
    given: async () => {
      const sourceId = await source();
      return (ctx) => requestSync(ctx, { sourceId });
    },
  },
  {
    name: "source.cancel-sync",
    event: "source.sync-cancelled",
    given: async () => {
      const runId = await insertRun(await source());
      return (ctx) => cancelSync(ctx, { runId });
    },
  },
  {
    name: "source.confirm-removals",
    event: "source.removals-decided",
    given: async () => {
      const runId = await heldRun();
      return (ctx) => confirmRemovals(ctx, { runId, decision: "keep" });
    },
  },
  {
    name: "source.set-schedule",
    event: "source.schedule-set",
    given: async () => {
      const sourceId = await source();
      return (ctx) => setSchedule(ctx, { sourceId, everyMinutes: 60 });
    },
  },
  {
    name: "source.upload-file",
    event: "source.file-uploaded",
    given: async () => {
      const sourceId = await source();
      await db().source.update({ where: { id: sourceId }, data: { connectorId: "fake-files" } });
      const content = Buffer.from("a,b");
      return (ctx) => uploadFile(ctx, { sourceId, name: "a.csv", content });
    },
  },
  {
    name: "source.remove-file",
    event: "source.file-removed",
    given: async () => {
      const sourceId = await source();
      await db().source.update({ where: { id: sourceId }, data: { connectorId: "fake-files" } });
      const content = Buffer.from("a,b");
      const file = { sourceId, name: "a.csv", content };
      const { uploadId: fileId } = await uploadFile(personContext("admin"), file);
      return (ctx) => removeFile(ctx, { sourceId, fileId });
    },
  },
  {
    name: "source.load-sample",
    event: "source.sample-loaded",
    given: async () => (ctx) => loadSample(ctx, {}),
  },
  {
    name: "source.remove-sample",
    event: "source.sample-removed",
    given: async () => {
      await loadSample(personContext("admin"), {});
      return (ctx) => removeSample(ctx, {});
    },
  },
  {
    name: "source.remove",
    event: "source.removed",
    given: async () => {
      const sourceId = await source();
      return (ctx) => removeSource(ctx, { sourceId });
    },
  },
];

const lastAudit = () => db().auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });

describe.each(cases)("$name", ({ name, event, given }) => {
  it("leaves one audit row of its success, with its target and without a secret", async () => {
    const call = await given();
    const before = await db().auditEvent.count();
    await call(personContext("admin"));
    const row = await lastAudit();
    expect(row).toMatchObject({ event, outcome: "done", actorName: "Test admin" });
    expect(row.targetType).toBe("source");
    expect(row.targetId).not.toBeNull();
    expect(await db().auditEvent.count()).toBe(before + 1);
    expect(JSON.stringify(row.detail)).not.toContain(secret);
  });

  it.each([
    ["an auditor", () => personContext("auditor"), "forbidden"],
    ["an owner", () => personContext("owner"), "forbidden"],
    ["nobody", () => anonymousContext(), "unauthenticated"],
  ])("is refused to %s, who leaves an audit row and changes nothing", async (_who, ctx, code) => {
    const call = await given();
    const state = async () => ({
      sources: await db().source.findMany({ orderBy: { id: "asc" } }),
      runs: await db().syncRun.findMany({ orderBy: { id: "asc" } }),
      uploads: await db().upload.count(),
    });
    const before = await state();
    await expect(call(ctx())).rejects.toMatchObject({ code });
    expect(await lastAudit()).toMatchObject({ event: name, outcome: "refused", detail: { code } });
    expect(await state()).toEqual(before);
  });
});
