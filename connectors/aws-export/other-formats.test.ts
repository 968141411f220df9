import { expect, test } from "vitest";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { connector } from "./index";
import { manifest } from "./manifest";

const details = JSON.stringify({ UserDetailList: [], RoleDetailList: [], Policies: [] });
const header = "user,arn,user_creation_time\n";

const sent: [what: string, content: string | Buffer, said: RegExp][] = [
  ["a gzip-ed export", gzipSync(details), /compressed with gzip\. Unpack it first/],
  ["a zstd-ed export", zstdCompressSync(details), /compressed with zstd\. Unpack/],
  ["a brotli-ed export", brotliCompressSync(Buffer.alloc(4_000, "a")), /JSON|UTF-16 or not text/],
  ["a ZIP archive", Buffer.from("PK\u0003\u0004\u0014\u0000rest"), /ZIP archive or the workbook/],
  ["a 7z archive", Buffer.from("7z\u00bc\u00af\u0027\u001c", "latin1"), /7z archive/],
  ["a picture", Buffer.from("\u0089PNG\r\n\u001a\n\0\0", "latin1"), /is a picture\. Send/],
  ["a PDF", "%PDF-1.7\n%", /is a PDF/],
  ["UTF-16 of PowerShell", Buffer.from(`\ufeff${details}`, "utf16le"), /Out-File -Encoding utf8/],
  ["UTF-16 without its mark", Buffer.from(details, "utf16le"), /Out-File -Encoding utf8/],
  ["nothing", "", /is empty: the command wrote nothing\. Export it again/],
  ["a mark and nothing", "\ufeff\r\n", /is empty/],
  ["half an export", details.slice(0, 30), /cut\. Export it again/],
  ["half a report", `${header}a,b`, /ends in the middle or has a row/],
  ["another JSON", '{"Users":[]}', /Send what that command prints/],
  ["a sign-in page", "<!doctype html><title>Sign in</title>", /a web page or XML\. Send/],
  ["--output text", "False\nGROUPDETAILLIST\tarn:aws:iam::1:group/a\n", /Send|--output json/],
  ["--output text of a page", "GROUPDETAILLIST\tarn:aws\n", /--output text\. Export it again with/],
  ["--output yaml", "GroupDetailList: []\n", /--output yaml\. Export it again with --output json/],
  ["--output table", `${"-".repeat(40)}\n| Get |\n`, /--output table\. Export it again/],
  [
    "an error of the command line",
    "\nAn error occurred (AccessDenied) when calling the GetAccountAuthorizationDetails operation",
    /error of the AWS command line \(AccessDenied\) instead/,
  ],
  ["a report of a table program", header.replaceAll(",", ";"), /a table program saved again/],
  ["a report with tabs", header.replaceAll(",", "\t"), /a table program saved again/],
];

test.each(sent)(
  "%s is refused with its name, what it is and what to do",
  async (_what, content, said) => {
    const bytes = Buffer.from(content);
    const io = testConnectorIo();
    const file = {
      name: "from-aws.json",
      bytes: bytes.length,
      sha256: "x",
      read: async () => bytes,
    };
    const connection = await connector.connect(manifest.config.parse({ files: [file] }), io);
    const error = await connection.verify().catch((thrown: unknown) => thrown);
    await io.close();
    expect(error).toMatchObject({
      code: "unexpected_response",
      extra: { file: "from-aws.json" },
      message: expect.stringMatching(/^The file from-aws\.json .*\.$/s),
    });
    expect((error as Error).message).toMatch(said);
  },
);
