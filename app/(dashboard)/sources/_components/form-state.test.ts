import { describe, expect, it } from "vitest";
import { filledIn, initialConfig, isShown, sentConfig } from "./form-state";

const base = { help: "", required: true };
const fields = [
  {
    ...base,
    name: "auth",
    label: "Sign in with",
    input: "select",
    options: [
      { value: "token", label: "Token" },
      { value: "app", label: "App" },
    ],
  },
  {
    ...base,
    name: "token",
    label: "Token",
    input: "secret",
    when: { field: "auth", is: ["token"] },
  },
  { ...base, name: "appId", label: "App", input: "text", when: { field: "auth", is: ["app"] } },
];

describe("the connect form", () => {
  it("starts with the first choice and shows only the fields that belong to it", () => {
    const config = initialConfig(fields);
    expect(fields.filter((field) => isShown(field, config)).map((f) => f.name)).toEqual([
      "auth",
      "token",
    ]);
  });

  it("never sends a secret of a choice that was left again", () => {
    const config = { auth: "app", token: "left-over", appId: "7" };
    expect(sentConfig(fields, config)).toEqual({ auth: "app", appId: "7" });
  });

  it("leaves out what was not filled in, so that defaults apply", () => {
    expect(sentConfig(fields, { auth: "token", token: "" })).toEqual({ auth: "token" });
  });

  it("fills a template in with what the form holds, and leaves the rest to be seen", () => {
    expect(filledIn("{{appId}} of {{org}}", { appId: "7", org: "" })).toBe("7 of {{org}}");
  });
});
