import { ConnectorError, type Gap } from "../contract";

/** What Graph refused, with its own word for the reason. */
export class GraphError extends ConnectorError {
  constructor(
    of: ConnectorError,
    readonly graphCode: string,
  ) {
    const said = graphCode === "" ? of.message : `${of.message} Graph says: ${graphCode}.`;
    super(of.code, said, of.extra);
  }
}

const planWords = /NonPremium|License|Premium/i;
/** How Graph refuses a type that a cloud or tenant does not know yet. */
const unknownType = /^(?:BadRequest|Request_UnsupportedQuery|Request_BadRequest)$/;

const reasonOf = (error: ConnectorError): Gap["reason"] => {
  if (error instanceof GraphError && planWords.test(error.graphCode)) return "plan";
  return [404, 410].includes(error.extra.httpStatus ?? 0) ? "not_found" : "forbidden";
};

export const isRefusal = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError && error.code === "forbidden";

/** The gap that a refusal leaves; anything that is not a refusal is thrown on. */
export function gapOf(error: unknown, scope: string, permission: string): Gap {
  if (!isRefusal(error)) throw error;
  return { reason: reasonOf(error), scope, permission, message: error.message };
}

/** True where this Graph does not know the kind of thing that was asked for. */
export const isUnknownType = (error: unknown): boolean =>
  error instanceof GraphError &&
  error.extra.httpStatus === 400 &&
  unknownType.test(error.graphCode);

/** What a call gives, or null where the thing does not exist (any more). */
export async function orGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConnectorError && error.extra.httpStatus === 404) return null;
    throw error;
  }
}
