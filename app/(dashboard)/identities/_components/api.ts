/** Why a request was refused, in words for the reader. */
export class ApiError extends Error {}

/** Reads one of Muster's own API routes; throws ApiError with the server's sentence. */
export async function readApi<Result>(path: string, signal?: AbortSignal): Promise<Result> {
  const response = await fetch(path, { headers: { accept: "application/json" }, signal }).catch(
    (error: unknown) => {
      if (signal?.aborted) throw error;
      throw new ApiError("Muster does not answer. Check the connection and try again.");
    },
  );
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as Result;
  const message = (body as { error?: { message?: string } } | null)?.error?.message;
  throw new ApiError(message ?? `The server answered ${response.status}. Try again.`);
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : "Something went wrong. Try again.";
