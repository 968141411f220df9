import type { ActionManifest, ActionTarget } from "@/connectors/contract";
import { supportFor } from "../offboarding/target";
import { connectorEntry } from "../sources/connector-entries";

type Support = NonNullable<ActionManifest["targets"][number]["rotation"]>;

/** How the connector rotates the target of a case, if it does. */
export function supportOf(found: { connectorId: string; target: unknown }): Support | undefined {
  const { manifest } = connectorEntry(found.connectorId);
  return supportFor(manifest.actions, found.target as ActionTarget)?.rotation;
}
