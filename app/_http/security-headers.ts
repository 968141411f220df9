import { baseUrl } from "@/lib/infra/env";

/**
 * Scripts run by nonce only. Mantine and Recharts set style attributes, hence `style-src-attr`;
 * style elements need the nonce.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "report-uri /api/csp-report",
    "report-to csp",
  ].join("; ");
}

const overHttps = baseUrl().startsWith("https:");

export const securityHeaders: readonly (readonly [string, string])[] = [
  ["reporting-endpoints", 'csp="/api/csp-report"'],
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  ["referrer-policy", "strict-origin-when-cross-origin"],
  ["permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ...(overHttps ? ([["strict-transport-security", "max-age=31536000"]] as const) : []),
];
