import { listPublicKeys } from "@/lib/use-cases/evidence/list-public-keys";

/** Public by purpose: whoever was handed a pack asks here for the key that it must be signed with. */
export async function GET(): Promise<Response> {
  return Response.json(await listPublicKeys(), { headers: { "cache-control": "no-store" } });
}
