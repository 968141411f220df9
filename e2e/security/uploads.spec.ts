import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { addPerson, act, signIn } from "../support/actors";
import { send } from "../support/http";
import { administrator, instance } from "../support/instance";
import { megabyte, sendThenListen, stream } from "../support/uploading";
import { childProcesses, residentMb } from "../support/process-memory";

let admin: Record<string, string>;
let sourceId = "";

test.beforeAll(async () => {
  admin = await signIn(administrator.email, administrator.password);
  const source = { connectorId: "aws-export", name: `Uploads ${Date.now()}`, config: {} };
  sourceId = (await act<{ sourceId: string }>(admin, "connect", source)).sourceId;
});

const pathOf = (name: string): string =>
  `/api/v1/sources/${sourceId}/files?${new URLSearchParams({ name }).toString()}`;

const webProcess = (): number => {
  const found = childProcesses().find(({ command }) => /next/.test(command));
  if (!found) throw new Error("The web process was not found.");
  return found.pid;
};

/** The most memory that the web process held meanwhile, beyond what it had. */
async function growthDuring(work: () => Promise<void>): Promise<number> {
  const pid = webProcess();
  const before = residentMb(pid);
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, residentMb(pid))), 50);
  await work().finally(() => clearInterval(timer));
  return most - before;
}

test("a file beyond 50 MB is refused with a sentence, whatever length it announces", async () => {
  const announced = await stream(
    pathOf("announced.json"),
    { ...admin, "content-length": String(200 * megabyte.length) },
    1,
  );
  expect(announced.status).toBe(413);
  const growth = await growthDuring(async () => {
    const streamed = await stream(pathOf("streamed.json"), admin, 200);
    expect(streamed.status).toBe(413);
    expect(streamed.text).toContain("larger than 50 MB. Nothing was kept");
    expect(streamed.sentMb).toBeLessThan(120);
  });
  expect(growth).toBeLessThan(200);
});

test("whoever sends all of it before listening is told too why it was refused", async () => {
  const announced = { "content-length": String(90 * megabyte.length) };
  for (const length of [announced, { "transfer-encoding": "chunked" }]) {
    for (const connection of ["keep-alive", "close"]) {
      const answer = await sendThenListen(
        pathOf("deaf.json"),
        { ...admin, ...length, connection },
        90,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer).toContain("larger than 50 MB. Nothing was kept");
    }
  }
});

test("ten at once, each one endless line, are all refused in bounded memory", async () => {
  const growth = await growthDuring(async () => {
    const lanes = Array.from({ length: 10 }, (_, n) =>
      stream(pathOf(`line-${n}.json`), admin, 1024),
    );
    for (const { status } of await Promise.all(lanes)) expect(status).toBe(413);
  });
  process.stdout.write(
    `T43 ${JSON.stringify({ uploads: 10, "growth in MB": Math.round(growth) })}\n`,
  );
  expect(growth).toBeLessThan(200);
  const health = await send(instance().baseUrl, "/api/health");
  expect(health.status).toBe(200);
});

test("a file between 10 and 50 MB arrives whole", async () => {
  const body = Buffer.alloc(15 * megabyte.length, " ");
  body.write('{"UserDetailList":[]}');
  const answer = await send(instance().baseUrl, pathOf("whole.json"), {
    method: "POST",
    headers: { ...admin, origin: instance().baseUrl, "content-type": "application/octet-stream" },
    body,
  });
  expect(answer.status, answer.text).toBe(201);
  const shown = await send(instance().baseUrl, `/api/v1/sources/${sourceId}`, { headers: admin });
  expect(shown.text).toContain(`"bytes":${body.length}`);
});

const utf16 = Buffer.concat([
  Buffer.from([0xff, 0xfe]),
  Buffer.from('{"UserDetailList":[]}', "utf16le"),
]);
const latin1 = Buffer.from('{"UserDetailList":[],"Name":"Jos\u00e9"}', "latin1");
const notText: readonly [what: string, body: Buffer, sentence: RegExp][] = [
  ["a PNG", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), /picture/],
  [
    "a zip archive",
    Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(100)]),
    /ZIP archive/,
  ],
  ["gzip of a gigabyte", gzipSync(Buffer.alloc(64 * megabyte.length)), /with gzip/],
  ["an executable", Buffer.concat([Buffer.from("\u007fELF"), Buffer.alloc(64)]), /UTF-8|not text/],
  ["UTF-16", utf16, /UTF-8|not text/],
  ["UTF-16 without a mark", utf16.subarray(2), /UTF-8|not text/],
  ["a broken UTF-8", Buffer.from([0x7b, 0xc3, 0x28, 0x7d]), /not valid JSON/],
  ["an export in Latin-1", latin1, /UTF-8/],
];
for (const [what, body, sentence] of notText) {
  test(`${what} under the name of an export is refused with a sentence`, async () => {
    const answer = await send(instance().baseUrl, pathOf("details.json"), {
      method: "POST",
      headers: { ...admin, origin: instance().baseUrl, "content-type": "application/octet-stream" },
      body,
    });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.text).toMatch(sentence);
  });
}

test("an empty file, a name that is a path and a form are refused", async () => {
  const { baseUrl } = instance();
  const headers = { ...admin, origin: baseUrl, "content-type": "application/octet-stream" };
  const empty = await send(baseUrl, pathOf("empty.json"), { method: "POST", headers });
  expect(empty.status).toBe(400);
  const form = await send(baseUrl, pathOf("form.json"), {
    method: "POST",
    headers: { ...headers, "content-type": "multipart/form-data; boundary=x" },
    body: "--x--",
  });
  expect(form.status).toBe(400);
  const long = await send(baseUrl, pathOf("n".repeat(2_000)), {
    method: "POST",
    headers,
    body: "{}",
  });
  expect(long.status).toBe(400);
});

test("a million columns end the reading with a sentence, soon", async () => {
  const { baseUrl } = instance();
  const headers = { ...admin, origin: baseUrl };
  const body = `user,arn,${"c,".repeat(1_000_000)}end\n${"x,".repeat(1_000_000)}y\n`;
  const sent = await send(baseUrl, `${pathOf("report.csv")}&kind=credential-report`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/octet-stream" },
    body,
  });
  expect(sent.status).toBe(201);
  const { runId } = await act<{ runId: string }>(admin, "syncNow", { sourceId });
  const since = Date.now();
  await expect(async () => {
    const run = await send(baseUrl, `/api/v1/sources/${sourceId}/runs/${runId}`, {
      headers: admin,
    });
    expect(run.text).toMatch(/"state":"(failed|partial)"/);
    expect(run.text).toContain("report.csv");
  }).toPass({ timeout: 60_000 });
  expect(Date.now() - since).toBeLessThan(60_000);
});

test("whoever may not upload is refused before a byte of the file is taken", async () => {
  const manager = await addPerson(admin, "manager", "Uploading manager");
  const growth = await growthDuring(async () => {
    const answers = await Promise.all(
      [manager.headers, { cookie: "" }].map((headers) =>
        stream(
          pathOf("refused.json"),
          { ...headers, "content-length": String(40 * megabyte.length) },
          1,
        ),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([403, 401]);
  });
  expect(growth).toBeLessThan(60);
});
