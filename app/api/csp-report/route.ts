import type { NextRequest } from "next/server";
import { logContentViolation } from "@/app/_http/content-violation";

export async function POST(request: NextRequest): Promise<Response> {
  await logContentViolation(request);
  return new Response(null, { status: 204 });
}
