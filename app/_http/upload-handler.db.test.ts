import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { POST } from "@/app/api/v1/sources/[sourceId]/files/route";
import { db } from "@/lib/infra/db";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { createToken } from "@/lib/use-cases/tokens/create-token";

useDatabase();

const sourceId = "00000000-0000-7000-8000-0000000000ab";

test("every upload leaves one line in the audit log, also those that are turned away because too many wait", async () => {
  const { id: personId } = await db().person.create({
    data: { email: "ann@example.com", name: "Ann", role: "admin", status: "active" },
  });
  const ctx = personContext("admin", { personId });
  const { token } = await createToken(ctx, { name: "Script", scopes: ["sources:write"], days: 1 });
  const before = await db().auditEvent.count();
  const open: ReadableStreamDefaultController<Uint8Array>[] = [];
  const upload = (): Promise<Response> => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void open.push(controller),
    });
    const request = new NextRequest(
      `http://127.0.0.1:3000/api/v1/sources/${sourceId}/files?name=a.json`,
      {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
        body,
        duplex: "half",
      },
    );
    return POST(request, { params: Promise.resolve({ sourceId }) });
  };
  const answers = Array.from({ length: 25 }, upload);
  const turnedAway = await Promise.all(answers.slice(-3));
  expect(turnedAway.map(({ status }) => status)).toEqual([503, 503, 503]);
  expect((await db().auditEvent.count()) - before).toBe(3);
  for (const controller of open) {
    controller.enqueue(new TextEncoder().encode("{}"));
    controller.close();
  }
  await Promise.all(answers);
  expect((await db().auditEvent.count()) - before).toBe(25);
  const refused = await db().auditEvent.findMany({ where: { event: "source.upload-file" } });
  expect(refused.map(({ outcome }) => outcome)).toContain("refused");
});
