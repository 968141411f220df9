import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { personContext } from "@/lib/testing/context";
import { useDatabase } from "@/lib/testing/database";
import { addSource } from "./add-source";
import { listFiles } from "./list-files";
import { uploadFile } from "./upload-file";

useDatabase();
const admin = personContext("admin");
const details = JSON.stringify({
  UserDetailList: [
    {
      UserName: "zoë",
      UserId: "AIDAZOE",
      Arn: "arn:aws:iam::111122223333:user/zoe",
      CreateDate: "2024-01-01T00:00:00Z",
    },
  ],
});
/** Does not shrink, so that it stays above what is looked through at once. */
const noise = Buffer.from(
  Uint8Array.from({ length: 3 * 1024 * 1024 }, (_none, at) => (at * 2_654_435_761) >>> 13),
);

it.each<[string, Buffer<ArrayBuffer>, RegExp]>([
  ["gzip", gzipSync(details), /compressed with gzip\. Unpack it first/],
  ["gzip of 3 MB", Buffer.concat([gzipSync(details), noise]), /compressed with gzip\. Unpack/],
  ["ZIP", Buffer.from("PK\u0003\u0004\u0014\u0000export.json"), /ZIP archive.*Unpack it/],
  ["UTF-16", Buffer.from(`\ufeff${details}`, "utf16le"), /UTF-16.*Save it as UTF-8/],
  ["Latin-1", Buffer.from(details, "latin1"), /not text in UTF-8.*send it again/],
  ["3 MB of something", noise, /not text/],
])(
  "a file of %s is refused with what it is and what to do, and what was kept stays",
  async (name, content, said) => {
    const { sourceId } = await addSource(admin, {
      connectorId: "aws-export",
      name: `Formats ${name}`,
      config: {},
    });
    const kept = Buffer.from(details);
    await uploadFile(admin, { sourceId, name: "export.json", content: kept });
    const sent = uploadFile(admin, { sourceId, name: "export.json", content });
    await expect(sent).rejects.toThrow(said);
    await expect(sent).rejects.toThrow(/Nothing was kept/);
    const { items } = await listFiles(admin, { sourceId });
    expect(items.map(({ bytes }) => bytes)).toEqual([kept.byteLength]);
  },
);
