import { describe, expect, it } from "vitest";
import { methodsAt, doorRefusal } from "./door-methods";

const id = "00000000-0000-7000-8000-0000000000ab";

describe("the methods of an address", () => {
  it("are those of its routes, with what Next answers by itself", () => {
    expect(methodsAt("/api/v1/teams")).toEqual(["GET", "HEAD", "OPTIONS", "POST"]);
    expect(methodsAt(`/api/v1/offboarding/${id}/approve`)).toEqual(["OPTIONS", "POST"]);
    expect(methodsAt("/api/v1/openapi.json")).toEqual(["GET", "HEAD", "OPTIONS"]);
  });

  it("are of the part that is written out where a variable one would fit too, as Next decides", () => {
    expect(methodsAt("/api/v1/sources/sample")).toEqual(["DELETE", "OPTIONS", "POST"]);
    expect(methodsAt("/api/v1/sources/other")).toEqual([
      "DELETE",
      "GET",
      "HEAD",
      "OPTIONS",
      "PATCH",
    ]);
    // Both /campaigns/decisions/[itemId] and /campaigns/[campaignId]/items have this form.
    expect(methodsAt("/api/v1/campaigns/decisions/items")).toEqual(
      methodsAt(`/api/v1/campaigns/decisions/${id}`),
    );
  });

  it("are unknown where nothing is", () => {
    for (const path of ["/api/v1", "/api/v1/", "/api/v1/team", "/api/v1/teams/a/b", "/teams"]) {
      expect([path, methodsAt(path)]).toEqual([path, null]);
    }
    expect(methodsAt("/api/v1/teams/")).toBeNull();
  });
});

describe("the refusal of a request", () => {
  it("leaves alone what an address answers, and everything outside the API", () => {
    expect(doorRefusal("HEAD", "/api/v1/teams")).toBeNull();
    expect(doorRefusal("OPTIONS", "/api/v1/teams")).toBeNull();
    expect(doorRefusal("DELETE", "/api/v1/nothing")).toBeNull();
    expect(doorRefusal("DELETE", "/api/v10/teams")).toBeNull();
    expect(doorRefusal("DELETE", "/sign-in")).toBeNull();
  });

  it("names what the address answers, in the header and in words", async () => {
    const answer = doorRefusal("PUT", "/api/v1/teams");
    expect(answer?.status).toBe(405);
    expect(answer?.headers.get("allow")).toBe("GET, HEAD, OPTIONS, POST");
    expect(await answer?.json()).toEqual({
      error: {
        code: "method_not_allowed",
        message:
          "This address does not answer PUT, only GET, HEAD, OPTIONS, POST. Nothing was changed.",
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      },
    });
  });

  it("takes an address that cannot be decoded for wrong input", async () => {
    const answer = doorRefusal("GET", "/api/v1/teams/%zz");
    expect(answer?.status).toBe(400);
    expect(await answer?.json()).toMatchObject({ error: { code: "invalid_input" } });
  });

  it("is in SCIM's own shape below its address", async () => {
    const answer = doorRefusal("PUT", "/scim/v2/Users");
    expect(answer?.status).toBe(405);
    expect(answer?.headers.get("allow")).toBe("GET, HEAD, OPTIONS, POST");
    expect(answer?.headers.get("content-type")).toBe("application/scim+json");
    expect(await answer?.json()).toMatchObject({ status: "405", detail: expect.any(String) });
  });
});
