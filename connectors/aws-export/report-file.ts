import { z } from "zod";
import { readCredentialReport, type ReportRow } from "../shared/aws-iam/credential-report";
import type { Wrapped } from "./details-file";
import { accountOf, type FileBytes } from "./file-bytes";
import { textFormat } from "./other-formats";

const pieceBytes = 256 * 1024;
const otherwise = "Send the file as the AWS command line wrote it.";

/** The report as the API wraps it: base64, with the time it was made. */
const wrappedReport = z.object({
  Content: z.base64(),
  GeneratedTime: z.iso.datetime({ offset: true }).optional(),
});

export interface Report {
  rows: ReportRow[];
  /** When AWS made it, or else when it was uploaded. */
  at: Date | null;
}

/** Rows of a credential report in plain CSV. `rest` is awaited between pieces. */
export async function readReport(file: FileBytes, rest: () => Promise<void>): Promise<Report> {
  return { rows: await rowsOf(file, file.bytes.subarray(file.start), rest), at: file.at };
}

/** The same from what `aws iam get-credential-report` prints; null when it is no such thing. */
export async function readWrapped(
  file: FileBytes,
  wrapped: Wrapped,
  rest: () => Promise<void>,
): Promise<Report | null> {
  const parsed = wrappedReport.safeParse(wrapped);
  if (!parsed.success) return null;
  const { Content, GeneratedTime } = parsed.data;
  const rows = await rowsOf(file, Buffer.from(Content, "base64"), rest);
  return { rows, at: GeneratedTime ? new Date(GeneratedTime) : file.at };
}

async function rowsOf(
  file: FileBytes,
  content: Buffer,
  rest: () => Promise<void>,
): Promise<ReportRow[]> {
  async function* pieces() {
    for (let at = 0; at < content.length; at += pieceBytes) {
      await rest();
      yield content.subarray(at, at + pieceBytes);
    }
  }
  const rows = await readCredentialReport(pieces());
  if (rows === null) {
    if (content.toString("latin1", 0, 9) === "user,arn,") {
      throw file.refuse(
        "is a credential report that ends in the middle or has a row that cannot be read. Export it again.",
      );
    }
    const format = textFormat(content.toString("utf8", 0, 400));
    if (format) throw file.refuse(format);
    const isBase64 = /^[A-Za-z0-9+/=\s]+$/.test(content.toString("latin1", 0, 400));
    const hint = isBase64 ? " It looks like base64: decode it first." : "";
    throw file.refuse(
      `is neither authorization details (JSON) nor a credential report (CSV).${hint || ` ${otherwise}`}`,
    );
  }
  if (rows.some((row) => accountOf(row.arn) === undefined)) {
    throw file.refuse(
      "has a row without the ARN of a user: it was changed, or put together of several. Send each as AWS made it.",
    );
  }
  return rows;
}
