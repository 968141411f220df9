import { logger } from "@/lib/infra/logger";
import { bytesWithin } from "./body-bytes";

const longest = 64_000;

/** Keeps which directive was broken on which page; reports come from browsers and prove nothing. */
export async function logContentViolation(request: Request): Promise<void> {
  const bytes = await bytesWithin(request, longest);
  if (!bytes) return;
  const text = new TextDecoder().decode(bytes);
  const directive = /"(?:effective-directive|effectiveDirective)"\s*:\s*"([a-z-]{1,40})"/.exec(
    text,
  )?.[1];
  const page = /"(?:document-uri|documentURL)"\s*:\s*"https?:\/\/[^/"]+(\/[^"?#]{0,200})/.exec(
    text,
  )?.[1];
  logger.warn(
    { directive: directive ?? "unknown", page: page ?? "unknown" },
    "content security policy violation",
  );
}
