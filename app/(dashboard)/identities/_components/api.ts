/** Why a request was refused, in words for the reader. */
export class ApiError extends Error {}

const noAnswer = "Muster does not answer. Check the connection and try again.";

/**
 * Reads one of Muster's own API routes; throws ApiError with the server's sentence. A read that was
 * given up throws too, and whoever gave it up knows by the signal.
 */
export async function readApi<Result>(path: string, signal?: AbortSignal): Promise<Result> {
  const response = await fetch(path, { headers: { accept: "application/json" }, signal }).catch(
    (error: unknown) => {
      if (signal?.aborted) throw error;
      throw new ApiError(noAnswer);
    },
  );
  const body: unknown = await response.json().catch((error: unknown) => {
    // Half an answer is none; a refusal may be in another language, as a proxy's page is.
    if (signal?.aborted) throw error;
    if (response.ok) throw new ApiError(noAnswer);
    return null;
  });
  if (response.ok) return body as Result;
  const message = (body as { error?: { message?: string } } | null)?.error?.message;
  throw new ApiError(message ?? `The server answered ${response.status}. Try again.`);
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : "Something went wrong. Try again.";
