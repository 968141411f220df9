import { NextRequest } from "next/server";
import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/findings/export/route";
import { useDatabase } from "@/lib/testing/database";

useDatabase();

test("a download that is refused at the door names a request like any other answer", async () => {
  const request = new NextRequest("http://127.0.0.1:3000/api/v1/findings/export", {
    headers: { authorization: "Bearer muster_pat_unknown" },
  });
  const answer = await GET(request, { params: Promise.resolve({}) });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({
    error: { code: "unauthenticated", requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  });
});
