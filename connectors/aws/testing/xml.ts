const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\n": "&#10;",
  "\r": "&#13;",
};
const escape = (text: string): string =>
  text.replaceAll(/[&<>\n\r]/g, (sign) => escapes[sign] ?? sign);

/** The query protocol's body of a value: lists are `member`s, maps `entry`s, dates ISO 8601. */
function body(value: unknown, depth: number): string {
  if (value === undefined || value === null) return "";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) {
    // Members of the outermost lists stand on lines of their own, so that tests can double them.
    const line = depth === 1 ? "\n" : "";
    return value.map((one) => `${line}<member>${body(one, depth + 1)}</member>`).join("") + line;
  }
  if (value instanceof Map) {
    return [...value]
      .map(
        ([key, one]) =>
          `<entry><key>${escape(String(key))}</key><value>${body(one, depth + 1)}</value></entry>`,
      )
      .join("");
  }
  if (typeof value === "object") {
    return Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => `<${key}>${body(one, depth + 1)}</${key}>`)
      .join("");
  }
  return typeof value === "string" ? escape(value) : JSON.stringify(value);
}

export const xmlResult = (operation: string, result: unknown): string =>
  `<${operation}Response><${operation}Result>${body(result, 0)}</${operation}Result><ResponseMetadata><RequestId>stand-in</RequestId></ResponseMetadata></${operation}Response>`;

/** EC2 calls the members of its lists items, and wraps its result in nothing. */
export const ec2Result = (operation: string, result: unknown): string =>
  `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>stand-in</requestId>${body(result, 0).replaceAll(/(<\/?)member>/g, "$1item>")}</${operation}Response>`;

export const ec2Error = (code: string, message: string): string =>
  `<Response><Errors><Error><Code>${code}</Code><Message>${escape(message)}</Message></Error></Errors><RequestID>stand-in</RequestID></Response>`;

export const xmlError = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escape(message)}</Message></Error><RequestId>stand-in</RequestId></ErrorResponse>`;
