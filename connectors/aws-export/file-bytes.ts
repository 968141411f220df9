import { ConnectorError } from "../contract";
import { clean } from "../shared/aws-iam/text";
import type { ExportFile } from "./manifest";
import { binaryFormat } from "./other-formats";

const megabyte = 1024 * 1024;
/** The largest file: one is held in memory at a time. */
const mostBytes = 200 * megabyte;

/** The account that an ARN of IAM names. */
export const accountOf = (arn: string | undefined): string | undefined =>
  /^arn:[^:]*:iam::(\d{12}):/.exec(arn ?? "")?.[1];

/** One uploaded file as it is read. */
export interface FileBytes {
  /** Fit to be shown. */
  name: string;
  /** When it was uploaded; null where that is not known. */
  at: Date | null;
  bytes: Buffer;
  /** Where its text begins, after a mark of the encoding. */
  start: number;
  /** An error that names the file; the sentence goes on with `what`. */
  refuse(what: string): ConnectorError;
}

/** Reads one file and refuses what is no text that AWS wrote. */
export async function readBytes(file: ExportFile): Promise<FileBytes> {
  const name = clean(file.name, 200);
  const refuse = (what: string): ConnectorError =>
    new ConnectorError("unexpected_response", `The file ${name} ${what}`, { file: name });
  const length = "text" in file ? file.text.length : file.bytes;
  if (length > mostBytes) throw refuse("is larger than 200 MB. Export one account at a time.");
  const bytes = "text" in file ? Buffer.from(file.text) : viewOf(await file.read());
  const head = bytes.subarray(0, 400);
  const format = binaryFormat(head);
  if (format) throw refuse(format);
  const marked = /^(\u00ff\u00fe|\u00fe\u00ff)/.test(head.toString("latin1"));
  if (marked || head.includes(0) || /^(\ufffd\ufffd|\ufffe)/.test(head.toString("utf8"))) {
    throw refuse(
      "is UTF-16 or not text. Save it as UTF-8, for example with Out-File -Encoding utf8.",
    );
  }
  const start = head.toString("latin1").startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
  if (bytes.subarray(start).every((byte) => byte <= 0x20))
    throw refuse("is empty: the command wrote nothing. Export it again.");
  return { name, at: file.at === undefined ? null : new Date(file.at), bytes, start, refuse };
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** Reads files one at a time: the last one is kept, since its entries are asked for in a row. */
export class FileShelf {
  #kept: { at: number; file: Promise<FileBytes> } | undefined;

  constructor(private readonly files: readonly ExportFile[]) {}

  get count(): number {
    return this.files.length;
  }

  async read(at: number): Promise<FileBytes> {
    const file = this.files[at];
    if (!file) throw new RangeError("No such file");
    if (this.#kept?.at !== at) {
      // Let go before the next is read, not after.
      this.#kept = undefined;
      this.#kept = { at, file: readBytes(file) };
    }
    try {
      return await this.#kept.file;
    } catch (error) {
      this.#kept = undefined;
      throw error;
    }
  }
}
