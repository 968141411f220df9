import { useEffect, useEffectEvent, useState } from "react";

const hasFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes("Files") ?? false;

/**
 * Whether files are dragged over the page. A drop that no area took is told with the number of its
 * files: the browser would leave the page and open the file.
 */
export function useDraggedFiles(onMissed: (files: number) => void): boolean {
  const [isDragged, setDragged] = useState(false);
  const missed = useEffectEvent(onMissed);
  useEffect(() => {
    const end = new AbortController();
    const on = (name: "dragover" | "dragleave" | "drop", heard: (event: DragEvent) => void): void =>
      window.addEventListener(name, heard, { signal: end.signal });
    on("dragover", (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDragged(true);
    });
    on("dragleave", (event) => {
      // Between two elements of the page it names the next one.
      if (event.relatedTarget === null) setDragged(false);
    });
    on("drop", (event) => {
      setDragged(false);
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      missed(event.dataTransfer?.files.length ?? 0);
    });
    return () => end.abort();
  }, []);
  return isDragged;
}
