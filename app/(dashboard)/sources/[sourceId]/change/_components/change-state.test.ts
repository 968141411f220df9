import { describe, expect, it } from "vitest";
import { changedConfig, fieldsToChange, removableSecrets, type Stored } from "./change-state";

const field = (name: string, changes: object = {}) => ({
  name,
  label: name,
  help: `About ${name}`,
  input: "text",
  required: true,
  ...changes,
});

const stored: Stored = {
  fields: [
    field("host"),
    field("mode", { input: "select" }),
    field("note", { required: false }),
    field("password", { input: "secret" }),
    field("ticket", { input: "secret", required: false }),
    field("pin", { input: "secret", when: { field: "mode", is: ["pin"] } }),
  ],
  config: { host: "db.example", mode: "plain", note: "blue" },
  storedSecrets: ["password", "ticket"],
  addressFields: ["host"],
};
const change = (changes: object) => ({ ...stored.config, ...changes });
const byName = (config: object, name: string) =>
  fieldsToChange(stored, { ...config }).find((each) => each.name === name);

describe("the form that changes a source", () => {
  it("asks for no secret again while the address stays, and says that it is kept", () => {
    expect(byName(change({}), "password")).toMatchObject({
      required: false,
      help: "Kept as it is; fill in to replace.",
    });
    expect(byName(change({}), "pin")).toMatchObject({ required: true, help: "About pin" });
  });

  it("asks for the secret again once the address differs", () => {
    expect(byName(change({ host: "elsewhere.example" }), "password")).toMatchObject({
      required: true,
      help: "Fill it in again: the address changes.",
    });
  });

  it("sends what is filled in, null for what was emptied, and nothing for a secret left empty", () => {
    expect(changedConfig(stored, change({ note: "", password: "", ticket: "" }))).toEqual({
      host: "db.example",
      mode: "plain",
      note: null,
    });
    expect(changedConfig(stored, change({ mode: "pin", pin: "p", password: "new" }))).toEqual({
      host: "db.example",
      mode: "pin",
      note: "blue",
      password: "new",
      pin: "p",
    });
  });

  it("takes a stored secret away only when that was asked for, and only an optional one", () => {
    expect(removableSecrets(stored, change({})).map(({ name }) => name)).toEqual(["ticket"]);
    expect(removableSecrets(stored, change({ ticket: "another" }))).toEqual([]);
    expect(changedConfig(stored, change({ ticket: null }))).toMatchObject({ ticket: null });
  });
});
