import { describe, expect, it } from "vitest";
import { filledIn, initialConfig, isShown, refusalInForm, sentConfig } from "./form-state";

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

  it("shows a switch on that is on by itself, and sends what it was turned to", () => {
    const keys = { ...base, name: "keys", label: "Keys", input: "switch", startsOn: true as const };
    expect(initialConfig([keys])).toEqual({ keys: true });
    expect(sentConfig([keys], { keys: false })).toEqual({ keys: false });
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

  it("says what is wrong by the label of the field, and in a list by the line", () => {
    const named = [
      { name: "appId", label: "App" },
      { name: "regions", label: "Regions" },
    ];
    const refusal = (fields: Record<string, string>, message: string) =>
      refusalInForm(named, { code: "invalid_input", message, fields });
    expect(refusal({ appId: "is missing" }, "appId: is missing. Nothing was changed.")).toEqual({
      code: "invalid_input",
      message: "App: is missing. Nothing was changed.",
      fields: { appId: "is missing" },
    });
    const lines = { "regions.1": "Not a region", "regions.2": "Not a region" };
    expect(refusal(lines, "regions.1: Not a region. Nothing was changed.")).toMatchObject({
      message: "Regions: Line 2: Not a region. Nothing was changed.",
      fields: { regions: "Line 2: Not a region" },
    });
    expect(refusal({ name: "is taken" }, "Choose another name.").message).toBe(
      "Choose another name.",
    );
  });
});
