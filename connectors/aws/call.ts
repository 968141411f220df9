import { ConnectorError } from "../contract";
import { errorFromThrown } from "../shared/provider-errors";

/** Runs one SDK call and turns whatever it throws into the contract's error. */
export async function call<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error && error.name === "CredentialsProviderError") {
      throw new ConnectorError(
        "unauthorized",
        "The machine that runs Muster has no AWS credential.",
      );
    }
    if (
      error instanceof Error &&
      !(error instanceof ConnectorError) &&
      /^(TypeError)$/.test(error.name)
    ) {
      throw new ConnectorError("unexpected_response", `The answer to ${name} could not be read.`);
    }
    throw errorFromThrown(error, name);
  }
}

/** A list that AWS always sends, even when empty: its absence means another kind of answer. */
export function listed<T>(list: T[] | undefined, name: string): T[] {
  if (Array.isArray(list)) return list;
  throw new ConnectorError("unexpected_response", `The answer to ${name} lacks its list.`);
}

/** A value that AWS always sends. */
export function present<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw new ConnectorError("unexpected_response", `The answer to ${name} lacks a required value.`);
}

/** Every item over all pages; a marker that comes again is refused. */
export async function everyPage<T>(
  name: string,
  page: (marker: string | undefined) => Promise<{ items: T[]; next: string | undefined }>,
): Promise<T[]> {
  const items: T[] = [];
  const met = new Set<string>();
  for (let marker: string | undefined; ;) {
    const answer = await page(marker);
    items.push(...answer.items);
    if (!answer.next) return items;
    if (met.has(answer.next)) {
      throw new ConnectorError("unexpected_response", `${name} gave the same marker twice.`);
    }
    met.add(answer.next);
    marker = answer.next;
  }
}

/** Loads once; a failure is not remembered. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return () => {
    kept ??= load().catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}
