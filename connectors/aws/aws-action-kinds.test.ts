import { expect, test } from "vitest";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { connector } from "./index";
import { manifest } from "./manifest";

/** A connection whose provider is never asked. */
const unused = () => {
  const config = { authMode: "environment", endpoint: "http://127.0.0.1:9" };
  return connector.connect(manifest.config.parse(config), testConnectorIo());
};

test("every line of the manifest has its actions", async () => {
  const connection = await unused();
  const missing = (manifest.actions?.targets ?? []).filter(
    ({ subject, kind, details }) =>
      !connection.actions?.({
        subject,
        kind,
        detail: details?.[0] ?? "aws.role",
        externalId: "arn:aws:iam::111122223333:x/y",
        name: "x",
        holder: { externalId: "AIDA", name: "x" },
        attributes: { user: "x" },
      })?.disable,
  );
  expect(missing).toEqual([]);
});

test("what AWS offers no action for has none", async () => {
  const connection = await unused();
  for (const [kind, detail] of [
    ["managed_identity", "aws.service_linked_role"],
    ["iam_user", "aws.root"],
    ["stored_secret", "aws.ssm_parameter"],
    ["federation_provider", "aws.oidc_provider"],
  ] as const) {
    const target = { externalId: "x", name: "x", holder: null, attributes: {} };
    expect(connection.actions?.({ subject: "identity", kind, detail, ...target })).toBeNull();
  }
});
