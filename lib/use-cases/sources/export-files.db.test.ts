import { describe, expect, it } from "vitest";
import { db, sql } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { insertRun } from "@/lib/testing/factories";
import { addSource } from "./add-source";
import { listFiles } from "./list-files";
import { getSource } from "./list-sources";
import { removeFile } from "./remove-file";
import { requestSync } from "./request-sync";
import { runSync } from "./run-sync";
import { uploadFile } from "./upload-file";

useDatabase();
const admin = () => personContext("admin");
const quick = { leaseMs: 30_000, renewMs: 10_000, sliceMs: 60_000, sleepMs: 20 };

const details = (names: readonly string[]) => ({
  UserDetailList: names.map((name) => ({
    UserName: name,
    UserId: `AIDA${name.toUpperCase()}`,
    Arn: `arn:aws:iam::111122223333:user/${name}`,
    CreateDate: "2024-01-01T00:00:00Z",
  })),
});
const names = (count: number) => Array.from({ length: count }, (_none, n) => `user${n}`);

async function exported(): Promise<string> {
  const { sourceId } = await addSource(admin(), {
    connectorId: "aws-export",
    name: `Files ${Math.random()}`,
    config: {},
  });
  return sourceId;
}

async function upload(sourceId: string, name: string, content: unknown): Promise<string> {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const { uploadId } = await uploadFile(admin(), { sourceId, name, content: Buffer.from(text) });
  return uploadId;
}

async function sync(sourceId: string) {
  const runId = await insertRun(sourceId);
  await runSync(runId, new AbortController().signal, quick);
  return db().syncRun.findUniqueOrThrow({ where: { id: runId } });
}

const listed = async (sourceId: string): Promise<string[]> =>
  (
    await sql<{ name: string }>(
      "SELECT name FROM identity WHERE source_id = $1 AND missing_since IS NULL ORDER BY name",
      [sourceId],
    )
  ).map(({ name }) => name);

describe("the files of a source", () => {
  it("a user whom a newer export leaves out is no longer listed", async () => {
    const sourceId = await exported();
    await upload(sourceId, "details-2026-10.json", details(names(10)));
    expect((await sync(sourceId)).state).toBe("succeeded");
    await upload(sourceId, "details-2026-11.json", details(names(9)));
    expect((await sync(sourceId)).outcome).toMatchObject({ missing: 1 });
    expect(await listed(sourceId)).toEqual(names(9));
    const { verification, uploads } = await getSource(admin(), { sourceId });
    expect(uploads).toHaveLength(2);
    expect(verification?.warnings.join()).toContain("details-2026-10.json is not read any more");
  });

  it("what only a removed file listed is no longer listed after the next sync", async () => {
    const sourceId = await exported();
    await upload(sourceId, "all.json", details(names(10)));
    const wrong = await upload(sourceId, "wrong.json", details([...names(10), "by-mistake"]));
    await sync(sourceId);
    expect(await listed(sourceId)).toContain("by-mistake");
    expect(await removeFile(admin(), { sourceId, fileId: wrong })).toEqual({ left: 1 });
    expect((await listFiles(admin(), { sourceId })).items).toMatchObject([{ name: "all.json" }]);
    await sync(sourceId);
    expect(await listed(sourceId)).toEqual(names(10));
  });

  it("a file of another source is not found, and stays", async () => {
    const [mine, theirs] = [await exported(), await exported()];
    const fileId = await upload(theirs, "a.json", details(["anna"]));
    await expect(removeFile(admin(), { sourceId: mine, fileId })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await listFiles(admin(), { sourceId: theirs })).items).toHaveLength(1);
  });

  it("a cut file that was too large to check says which one to remove, and removing it repairs the source", async () => {
    const sourceId = await exported();
    await upload(sourceId, "good.json", details(names(10)));
    await sync(sourceId);
    const large = JSON.stringify(details(names(30_000)));
    expect(large.length).toBeGreaterThan(3_000_000);
    const cut = await upload(sourceId, "cut.json", large.slice(0, -40));
    const failed = await sync(sourceId);
    expect(failed).toMatchObject({
      state: "failed",
      error: {
        code: "unexpected_response",
        todo: "Remove or replace the file cut.json on the source's page, then sync again.",
      },
    });
    expect(await listed(sourceId)).toEqual(names(10));
    await removeFile(admin(), { sourceId, fileId: cut });
    expect((await sync(sourceId)).state).toBe("succeeded");
    expect(await listed(sourceId)).toEqual(names(10));
  });

  it("without its last file a source keeps what was read and says that it needs one", async () => {
    const sourceId = await exported();
    const fileId = await upload(sourceId, "all.json", details(names(10)));
    await sync(sourceId);
    await removeFile(admin(), { sourceId, fileId });
    await expect(requestSync(admin(), { sourceId })).rejects.toMatchObject({ code: "conflict" });
    expect((await sync(sourceId)).state).toBe("failed");
    expect(await listed(sourceId)).toEqual(names(10));
  });

  it("a file that comes out of the database in pieces is read as it was sent", async () => {
    const sourceId = await exported();
    const [first, second] = names(2).map((name) =>
      JSON.stringify(details([name]).UserDetailList[0]),
    );
    const gap = " ".repeat(9 * 1024 * 1024);
    await upload(sourceId, "large.json", `{"UserDetailList":[${first},${gap}${second}]}`);
    expect((await sync(sourceId)).state).toBe("succeeded");
    expect(await listed(sourceId)).toEqual(names(2));
  });

  it("files of more than 1 GB together are refused, and the one that stands is kept", async () => {
    const sourceId = await exported();
    await upload(sourceId, "all.json", details(names(10)));
    await sql("UPDATE upload SET bytes = 1024 * 1024 * 1024 - 100 WHERE source_id = $1", [
      sourceId,
    ]);
    const next = upload(sourceId, "next.json", details(names(11)));
    await expect(next).rejects.toMatchObject({
      code: "too_large",
      message: expect.stringContaining("larger than 1 GB together") as string,
    });
    expect((await listFiles(admin(), { sourceId })).items).toMatchObject([{ name: "all.json" }]);
    await upload(sourceId, "all.json", details(names(11)));
  });

  it("a setting beside the files that is none is refused when the source is made", async () => {
    for (const config of [{ includeSsoRoles: "yes" }, { region: "eu-west-1" }]) {
      const made = addSource(admin(), { connectorId: "aws-export", name: "Wrong", config });
      await expect(made).rejects.toMatchObject({ code: "invalid_input" });
    }
  });
});
