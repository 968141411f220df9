const unpack = "Unpack it and send the files in it.";
const plain = "Send the file as the AWS command line wrote it.";

/** First bytes as Latin-1 of what people send instead, and what to do about it. */
const binaries: readonly [begins: string, sentence: string][] = [
  ["\u001f\u008b", "is compressed with gzip. Unpack it first, for example with gunzip."],
  ["PK\u0003\u0004", `is a ZIP archive or the workbook of a table program. ${unpack}`],
  ["7z\u00bc\u00af", `is a 7z archive. ${unpack}`],
  ["BZh", "is compressed with bzip2. Unpack it first, for example with bunzip2."],
  ["\u00fd7zXZ", "is compressed with xz. Unpack it first, for example with unxz."],
  [
    "\u0028\u00b5\u002f\u00fd",
    "is compressed with zstd. Unpack it first, for example with unzstd.",
  ],
  ["%PDF", `is a PDF. ${plain}`],
  ["\u0089PNG", `is a picture. ${plain}`],
  ["\u00ff\u00d8\u00ff", `is a picture. ${plain}`],
];

const asJson = "Export it again with --output json.";
const texts: readonly [looks: RegExp, sentence: (found: RegExpExecArray) => string][] = [
  [
    /^\s*(?:aws: )?(?:\[ERROR\]: )?An error occurred \(([A-Za-z.]{1,80})\)/,
    ([, code]) =>
      `holds an error of the AWS command line (${code}) instead of its answer. Export it again once the command works.`,
  ],
  [/^\s*</, () => `is a web page or XML. ${plain}`],
  [
    /^(?:None\t|(?:True|False)\t|GROUPDETAILLIST\t|POLICIES\t|ROLEDETAILLIST\t|USERDETAILLIST\t)/,
    () => `is what the AWS command line prints with --output text. ${asJson}`,
  ],
  [
    /^(?:GroupDetailList|IsTruncated|Policies|RoleDetailList|UserDetailList):/,
    () => `is what the AWS command line prints with --output yaml. ${asJson}`,
  ],
  [/^[-+]{20,}\r?\n/, () => `is what the AWS command line prints with --output table. ${asJson}`],
  [
    /^"?user"?[;\t]"?arn"?[;\t]/,
    () =>
      "is a credential report that a table program saved again, with other signs between its columns. Send it as AWS made it.",
  ],
];

/** What a file is that is no text of AWS, with what to do; null when it is none of the known ones. */
export function binaryFormat(head: Buffer): string | null {
  const begin = head.toString("latin1", 0, 8);
  return binaries.find(([begins]) => begin.startsWith(begins))?.[1] ?? null;
}

/** The same of a text. */
export function textFormat(head: string): string | null {
  for (const [looks, sentence] of texts) {
    const found = looks.exec(head);
    if (found) return sentence(found);
  }
  return null;
}
