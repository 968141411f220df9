/** Sends one file with progress in percent. Returns what went wrong, or null. */
export function sendFile(
  sourceId: string,
  file: File,
  onProgress: (percent: number) => void,
): Promise<string | null> {
  const kind = /\.csv$/i.test(file.name) ? "credential-report" : "authorization-details";
  const query = new URLSearchParams({ name: file.name, kind }).toString();
  return new Promise((resolve) => {
    // fetch cannot report the progress of an upload.
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/sources/${sourceId}/files?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(Math.round((100 * event.loaded) / event.total));
    });
    request.addEventListener("load", () => {
      resolve(request.status < 300 ? null : messageOf(request.responseText));
    });
    request.addEventListener("error", () =>
      resolve("The connection broke. Nothing was kept; send it again."),
    );
    request.send(file);
  });
}

function messageOf(body: string): string {
  try {
    const parsed = JSON.parse(body) as { error?: { message?: string } };
    return parsed.error?.message ?? "It was refused. Nothing was kept.";
  } catch {
    return "It was refused. Nothing was kept.";
  }
}
