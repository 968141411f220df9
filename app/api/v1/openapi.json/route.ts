import { apiDocument } from "@/lib/use-cases/api/api-document";

export function GET(): Response {
  return Response.json(apiDocument());
}
