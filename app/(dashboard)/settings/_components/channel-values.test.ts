import { describe, expect, it } from "vitest";
import type { ChannelItem } from "@/lib/domain/notices/shapes";
import { changeOf, valuesOf } from "./channel-values";

const channel = (kind: ChannelItem["kind"], shown: ChannelItem["shown"]): ChannelItem => ({
  id: "0190a8c2-7b1d-7c3e-9f00-0123456789ab",
  kind,
  name: "Tickets",
  shown,
  events: [],
  state: "active",
  because: null,
  failures: 0,
  failingSince: null,
  deliveredAt: null,
  waiting: 0,
});

describe("what the form of a channel changes", () => {
  it("is the repository too where the address was emptied, which then is GitHub's own", () => {
    const item = channel("github_issues", { url: "https://api.github.com", repository: "a/b" });
    const change = changeOf(item, { ...valuesOf(item), url: "", repository: "a/c" });
    expect(change).toMatchObject({ config: { kind: "github_issues", repository: "a/c" } });
    expect(change.config).not.toHaveProperty("url");
  });

  it("leaves a sealed address as it is where none is given", () => {
    const item = channel("slack", { address: "https://hooks.example/…" });
    expect(changeOf(item, valuesOf(item))).not.toHaveProperty("config");
  });

  it("leaves the mail server of the environment as it is", () => {
    const item = channel("mail", { fromEnvironment: true });
    expect(changeOf(item, valuesOf(item))).not.toHaveProperty("config");
  });
});
