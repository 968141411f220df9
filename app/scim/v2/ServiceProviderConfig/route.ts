import { toScimHandler } from "@/app/_http/scim-handler";
import { getServiceConfig } from "@/lib/use-cases/directory/describe-service";

export const GET = toScimHandler(getServiceConfig, {
  input: () => ({}),
  show: ({ result }) => result,
});
