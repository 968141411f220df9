import { listResponse, toScimHandler } from "@/app/_http/scim-handler";
import { listSchemas } from "@/lib/use-cases/directory/describe-service";

export const GET = toScimHandler(listSchemas, {
  input: () => ({}),
  show: ({ result }) => listResponse(result, (one) => one),
});
