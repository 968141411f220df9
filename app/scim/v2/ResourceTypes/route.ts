import { listResponse, toScimHandler } from "@/app/_http/scim-handler";
import { listResourceTypes } from "@/lib/use-cases/directory/describe-service";

export const GET = toScimHandler(listResourceTypes, {
  input: () => ({}),
  show: ({ result }) => listResponse(result, (one) => one),
});
