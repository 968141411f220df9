const downCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ETIMEDOUT",
  "57P01",
  "57P03",
  "53300",
  "P1001",
  "P1008",
  "P1017",
  "P2024",
]);

const downMessages =
  /timeout exceeded when trying to connect|Unable to start a transaction|Connection terminated|not queryable/;

/** Whether the database could not be asked, or did not get to answer. */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code ?? "";
  return downCodes.has(code) || downMessages.test(error.message);
}
