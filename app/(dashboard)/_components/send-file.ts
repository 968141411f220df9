/**
 * Posts one file as it is, with progress in percent. `path` is that of the route with its query.
 * Returns what went wrong in words, or null.
 */
export function sendFile(
  path: string,
  file: File,
  onProgress: (percent: number) => void,
): Promise<string | null> {
  return new Promise((resolve) => {
    // fetch cannot report the progress of an upload.
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(Math.floor((100 * event.loaded) / event.total));
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
