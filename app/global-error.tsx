"use client";

import type { CSSProperties } from "react";

const page: CSSProperties = {
  display: "grid",
  placeContent: "center",
  minHeight: "100vh",
  margin: 0,
  padding: 24,
  boxSizing: "border-box",
  colorScheme: "light dark",
  background: "Canvas",
  color: "CanvasText",
  font: "14px/1.5 'Inter Variable', system-ui, sans-serif",
};
const button: CSSProperties = {
  justifySelf: "start",
  padding: "9px 16px",
  border: 0,
  borderRadius: 6,
  background: "#4263eb",
  color: "#fff",
  font: "inherit",
  fontWeight: 600,
  cursor: "pointer",
};

/** The last resort, when not even the frame of a page can be drawn: nothing here may depend on it. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body style={page}>
        <main style={{ display: "grid", maxWidth: 440 }}>
          <h1 style={{ margin: 0, fontSize: 22 }}>Muster could not be shown</h1>
          <p>
            Nothing was changed and your data is kept. A new version may have been started: load the
            page again.
            {error.digest ? ` For the administrator: reference ${error.digest}.` : ""}
          </p>
          <button type="button" style={button} onClick={() => window.location.reload()}>
            Load again
          </button>
        </main>
      </body>
    </html>
  );
}
