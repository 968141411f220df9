import { z } from "zod";
import { resourceTypes, schemas, serviceProviderConfig } from "@/lib/domain/people/scim/service";
import { baseUrl } from "@/lib/infra/env";
import { defineQuery } from "../define-query";

const describe = <Result>(what: (base: string) => Result) =>
  defineQuery({
    permission: "directory:sync",
    input: z.strictObject({}),
    run: async (): Promise<Result> => what(baseUrl()),
  });
const page = <Row>(items: Row[]) => ({ total: items.length, startIndex: 1, items });

/** What a directory asks before it sends anybody. */
export const getServiceConfig = describe(serviceProviderConfig);
export const listResourceTypes = describe((base) => page(resourceTypes(base)));
export const listSchemas = describe((base) => page(schemas(base)));
