import v8 from "node:v8";
import vm from "node:vm";
import { expect, test } from "vitest";
import { indexCredentialReport, parseCredentialReport } from "./credential-report";

const header =
  "user,arn,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date";
const arn = (name: string): string => `arn:aws:iam::111122223333:user/${name}`;
const line = (name: string, used = "N/A"): string =>
  `${name},${arn(name)},2024-01-01T00:00:00+00:00,false,true,2024-02-01T00:00:00+00:00,${used}`;
const names = ["a", "b-2024", "c"];
const lines = [header, ...names.map((name) => line(name))];

test.each([
  ["lines as AWS ends them", lines.join("\n")],
  ["a last line break", `${lines.join("\n")}\n`],
  ["Windows line ends", lines.join("\r\n")],
  ["a byte order mark", `\ufeff${lines.join("\n")}`],
  ["quotes", lines.join("\n").replace("a,arn", '"a",arn')],
  ["columns in another order", lines.join("\n").replaceAll(/^([^,]+),([^,]+)/gm, "$2,$1")],
])("a report with %s gives the same row by ARN as the whole parse", (_name, text) => {
  const index = indexCredentialReport(text);
  const rows = parseCredentialReport(text);
  expect(rows).toHaveLength(3);
  for (const row of rows ?? []) expect(index?.get(row.arn)).toEqual(row);
  expect(index?.get(arn("nobody"))).toBeUndefined();
});

test.each([
  ["another CSV", "name,age\nx,1"],
  ["nothing", ""],
  ["a header alone", header],
  ["HTML", "<html>\n<body>a,b</body>"],
])("%s is no report", (_name, text) => {
  expect(indexCredentialReport(text)).toBeNull();
});

/** What is in use once everything that nobody holds is gone. */
function heldBytes(): number {
  v8.setFlagsFromString("--expose-gc");
  (vm.runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

test("a file of 20,000 users is parsed within bounded memory, five times which are 100 MB", () => {
  const count = 20_000;
  const text = [header, ...Array.from({ length: count }, (_none, at) => line(`svc-${at}`))].join(
    "\n",
  );
  const before = heldBytes();
  const rows = parseCredentialReport(text);
  const held = heldBytes() - before;
  expect(rows).toHaveLength(count);
  expect(held).toBeLessThan(20 * 1024 * 1024);
});

test("100,000 users are indexed within bounded memory and one row is read at a time", () => {
  const count = 100_000;
  const text = [header, ...Array.from({ length: count }, (_none, at) => line(`svc-${at}`))].join(
    "\n",
  );
  const before = process.memoryUsage().heapUsed;
  const index = indexCredentialReport(text);
  const grown = process.memoryUsage().heapUsed - before;
  expect(index?.get(arn("svc-99999"))?.user).toBe("svc-99999");
  expect(index?.get(arn("svc-0"))?.keys).toHaveLength(1);
  expect(grown).toBeLessThan(60 * 1024 * 1024);
});
