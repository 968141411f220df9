interface Disguise {
  what: string;
  path: string;
  method?: string;
  headers?: Record<string, string>;
}

/** Other ways to ask for the same thing, which a check in the wrong place would let through. */
export function disguises(address: string): Disguise[] {
  const tree = (leaf: string[]): string =>
    encodeURIComponent(
      JSON.stringify(
        leaf.reduceRight<unknown>(
          (inner, part) => [part, { children: inner }],
          ["__PAGE__", {}, null, "refetch"],
        ),
      ),
    );
  const parts = address.split("/").filter(Boolean);
  const sub = "src/proxy:src/proxy:src/proxy:src/proxy:src/proxy";
  const middle = "middleware:middleware:middleware:middleware:middleware";
  const encoded = address.replace(/[a-z]/, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return [
    { what: "RSC", path: `${address}?_rsc=1abcd`, headers: { rsc: "1" } },
    {
      what: "prefetch",
      path: `${address}?_rsc=1abcd`,
      headers: { rsc: "1", "next-router-prefetch": "1", purpose: "prefetch" },
    },
    {
      what: "segment prefetch",
      path: `${address}?_rsc=1abcd`,
      headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
    },
    {
      what: "a router state that claims the layout",
      path: `${address}?_rsc=1abcd`,
      headers: { rsc: "1", "next-router-state-tree": tree(["", "(dashboard)", ...parts]) },
    },
    { what: "the .rsc suffix", path: `${address}.rsc` },
    { what: "the .segments suffix", path: `${address}.segments/_tree.segment.rsc` },
    { what: "subrequest", path: address, headers: { "x-middleware-subrequest": sub } },
    { what: "old subrequest", path: address, headers: { "x-middleware-subrequest": middle } },
    {
      what: "invoke",
      path: address,
      headers: { "x-invoke-path": address, "x-invoke-status": "200", "x-matched-path": address },
    },
    {
      what: "rewrite",
      path: "/sign-in",
      headers: {
        "x-middleware-rewrite": address,
        "x-nextjs-rewrite": address,
        "x-original-url": address,
        "x-rewrite-url": address,
      },
    },
    { what: "HEAD", path: address, method: "HEAD" },
    { what: "OPTIONS", path: address, method: "OPTIONS" },
    { what: "PUT", path: address, method: "PUT" },
    { what: "trailing slash", path: `${address}/` },
    { what: "encoded path", path: encoded },
    { what: "encoded slash", path: address.replaceAll("/", "%2f").replace("%2f", "/") },
    { what: "double slash", path: `/${address}` },
    { what: "dot segment", path: `/sign-in/..${address}` },
    { what: "upper case", path: address.toUpperCase() },
    { what: "semicolon", path: `${address};.js` },
    { what: "next data", path: `/_next/data/x${address}.json`, headers: { "x-nextjs-data": "1" } },
  ];
}
