import { apiDocument } from "@/lib/use-cases/api/api-document";

export const GET = () => Response.json(apiDocument());
