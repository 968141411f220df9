interface ScimError {
  status: number;
  detail: string;
  scimType?: string | undefined;
}

/** An answer of SCIM with its media type; null is none (204). */
export const scimAnswer = (body: unknown, status: number): Response =>
  new Response(body === null ? null : JSON.stringify(body), {
    status,
    headers: {
      "cache-control": "private, no-store",
      ...(body === null ? {} : { "content-type": "application/scim+json" }),
    },
  });

/** The error shape of RFC 7644, 3.12. */
export const scimError = ({ status, detail, scimType }: ScimError): Response =>
  scimAnswer(
    {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
      detail,
      status: String(status),
      ...(scimType ? { scimType } : {}),
    },
    status,
  );
