import { enterpriseSchema, groupSchema, userSchema } from "./user";

const no = { supported: false };

/** What this server can do (RFC 7643, 5). */
export const serviceProviderConfig = (base: string) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: no,
  sort: no,
  etag: no,
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "API token",
      description: "An API token with the scope scim",
      primary: true,
    },
  ],
  meta: {
    resourceType: "ServiceProviderConfig",
    location: `${base}/scim/v2/ServiceProviderConfig`,
  },
});

const resourceType = (
  name: "User" | "Group",
  schema: string,
  base: string,
  extension?: string,
) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
  id: name,
  name,
  endpoint: `/${name}s`,
  schema,
  ...(extension ? { schemaExtensions: [{ schema: extension, required: false }] } : {}),
  meta: { resourceType: "ResourceType", location: `${base}/scim/v2/ResourceTypes/${name}` },
});

export const resourceTypes = (base: string) => [
  resourceType("User", userSchema, base, enterpriseSchema),
  resourceType("Group", groupSchema, base),
];

const attribute = (name: string, more: Record<string, unknown> = {}) => ({
  name,
  type: "string",
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: "readWrite",
  returned: "default",
  uniqueness: "none",
  ...more,
});
const complex = (name: string, multiValued: boolean, subAttributes: unknown[]) =>
  attribute(name, { type: "complex", multiValued, subAttributes });

const schema = (id: string, name: string, attributes: unknown[], base: string) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
  id,
  name,
  attributes,
  meta: { resourceType: "Schema", location: `${base}/scim/v2/Schemas/${id}` },
});

export const schemas = (base: string) => [
  schema(
    userSchema,
    "User",
    [
      attribute("userName", { required: true, uniqueness: "server" }),
      attribute("externalId", { caseExact: true }),
      complex(
        "name",
        false,
        ["formatted", "givenName", "familyName"].map((one) => attribute(one)),
      ),
      attribute("displayName"),
      attribute("title"),
      attribute("active", { type: "boolean" }),
      complex("emails", true, [
        attribute("value"),
        attribute("type"),
        attribute("primary", { type: "boolean" }),
      ]),
      complex("groups", true, [attribute("value"), attribute("display")]),
    ],
    base,
  ),
  schema(
    enterpriseSchema,
    "EnterpriseUser",
    [complex("manager", false, [attribute("value")])],
    base,
  ),
  schema(
    groupSchema,
    "Group",
    [
      attribute("displayName", { required: true, uniqueness: "server" }),
      attribute("externalId", { caseExact: true }),
      complex("members", true, [attribute("value"), attribute("display")]),
    ],
    base,
  ),
];
